const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "13:46:31" in the reader's zone. @param at ms since 1970 or ISO */
export const timeOfDay = (at: number | string): string => clock.format(new Date(at));

/** "0.2 s", "12 s", "3 min 26 s", "2 h 5 min": tenths below ten seconds, at least one. */
export function duration(ms: number): string {
  if (ms < 9950) return `${(Math.max(100, ms) / 1000).toFixed(1)} s`;
  return wholeSeconds(ms);
}

/** "2 s", "3 min 26 s", "2 h 5 min" */
export function wholeSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
