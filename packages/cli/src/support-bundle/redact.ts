import { parseEnvText } from '@ted/platform';

const SECRET_NAME = /TOKEN|SECRET|PASSWORD|KEY/;
/** Shorter values would take ordinary words out of the text. */
const LEAST_LENGTH = 6;
const HIDDEN = '(hidden)';

/**
 * Takes out of texts what must not leave the house: the secrets of the `.env` wherever they stand, and credentials in URLs.
 * @param envText the `.env`
 * @param environment the process's own variables
 */
export function redactor(
  envText: string,
  environment: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const known = { ...environment, ...parseEnvText(envText) };
  const secrets = Object.entries(known)
    .flatMap(([name, value]) => [
      ...(SECRET_NAME.test(name) ? [value ?? ''] : []),
      ...passwordsIn(value ?? ''),
    ])
    .filter((secret) => secret.length >= LEAST_LENGTH)
    // A longer one may contain a shorter one.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const plain = secrets.reduce((so, secret) => so.replaceAll(secret, HIDDEN), text);
    return plain
      .replace(/(\w+:\/\/)[^@/\s"']*@/g, `$1${HIDDEN}@`)
      .replace(/(authorization["':\s]+bearer\s+)[^\s"']+/gi, `$1${HIDDEN}`);
  };
}

function passwordsIn(value: string): string[] {
  const password = /^\w[\w+.-]*:\/\/[^:@/]*:([^@/]+)@/.exec(value)?.[1];
  return password === undefined ? [] : [password, decodeURIComponent(password)];
}
