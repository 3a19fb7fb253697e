const TOKENS = [
  'surface',
  'line',
  'line-strong',
  'ink',
  'ink-2',
  'ink-3',
  'ted',
  'ted-soft',
  'ted-faint',
  'bar',
  'bad',
  'chance',
] as const;

/** The theme's colours as a canvas needs them. */
export type Colours = Record<(typeof TOKENS)[number], string>;

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Colours;
}
