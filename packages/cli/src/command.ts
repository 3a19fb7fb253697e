import { Command, InvalidArgumentError } from 'commander';

/** A new command with what every command has. */
export function tedCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data <dir>', 'folder with the data, the .env and the logs of a stack (default: the project)')
    .helpOption('-h, --help', 'show this help');
}

/** Parser of an option that is a whole number in a range. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`A whole number from ${min} to ${max} is expected.`);
  };
}

/** Parser of an option that is a number between two others. */
export function decimalNumber(above: number, below: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d*\.?\d+$/.test(text) && value > above && value < below) return value;
    throw new InvalidArgumentError(`A number between ${above} and ${below} is expected.`);
  };
}

/** Parser of `--speed`: times real time, or `max`. */
export function speed(text: string): string {
  if (text === 'max' || (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0)) return text;
  throw new InvalidArgumentError('A number above 0 is expected, or "max".');
}
