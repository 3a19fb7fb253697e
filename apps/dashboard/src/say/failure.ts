import { wholeSeconds } from '../format/times.ts';

/** What could not be loaded and what that means. @param isShown something older is still on the page */
export function failureWords(
  what: string,
  { status, message }: { status: number; message: string },
  isShown: boolean,
  agoMs: number,
): { strong: string; text: string } {
  const strong = `${what} could not be loaded${status > 0 ? ` (${status})` : ''}.`;
  const since = agoMs >= 2000 ? ` The last try was ${wholeSeconds(agoMs)} ago.` : '';
  const shown = isShown ? ' Shown is what was there before.' : '';
  if (status === 404)
    return { strong: `${what} is not there.`, text: `TED has not stored it, or no longer.${shown}` };
  if (status === 503) return { strong, text: `${message}. Nothing is lost.${shown}${since}` };
  if (status === 0) return { strong, text: `TED gives ${message}.${shown}${since}` };
  return { strong, text: `${message}.${shown}${since}` };
}
