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
  const whole = Math.floor(seconds / 60);
  if (whole < 60) return `${whole} min ${seconds % 60} s`;
  if (whole < 1440) return `${Math.floor(whole / 60)} h ${whole % 60} min`;
  return `${Math.floor(whole / 1440)} d ${Math.floor(whole / 60) % 24} h`;
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const fullDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** "30 Oct" in the reader's zone. */
export const dayOf = (at: number | string): string => day.format(new Date(at));

/** "5 Nov 2025" */
export const fullDayOf = (at: number | string): string => fullDay.format(new Date(at));

/** "30 Oct 13:48:09" */
export const dayAndTime = (at: number | string): string => `${dayOf(at)} ${timeOfDay(at)}`;

/** "13:48" */
export const hourAndMinute = (at: number | string): string => timeOfDay(at).slice(0, 5);

/** "2025-10-30 12:48:09 UTC" */
export const utc = (at: number | string): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** "2:12", "1:05:09": how long a game lasted. */
export function minutes(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(seconds % 60)}`;
  return hours > 0
    ? `${hours}:${two(Math.floor(seconds / 60) % 60)}:${rest}`
    : `${Math.floor(seconds / 60)}:${rest}`;
}
