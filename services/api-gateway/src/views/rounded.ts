/** A figure as it is sent with every tick: more digits than anybody reads would make up half of the message. */
export const rounded = (value: number, decimals = 4): number => {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
};
