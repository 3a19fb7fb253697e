import { dayAndTime, timeOfDay, utc } from '../format/times.ts';

/** A moment in the reader's zone; the same in UTC when it is pointed at or read aloud. @param at ISO */
export function Time({ at, withDay = false }: { at: string; withDay?: boolean }) {
  return (
    <time dateTime={at} title={utc(at)}>
      {withDay ? dayAndTime(at) : timeOfDay(at)}
    </time>
  );
}
