const NAMES: Readonly<Record<string, string>> = {
  published: 'Published rate, 0.5% a tick',
  memoryless: 'Learnt rate, all games',
};

/** An expert in plain words; one that this page does not know yet keeps its own name. */
export const expertName = (name: string): string => NAMES[name] ?? name;
