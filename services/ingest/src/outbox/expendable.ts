import type { RecordKind } from '@ted/messaging';

/** The kinds that the outbox gives up when it is full, in this order. Games, side bets and the rest are never given up. */
export const EXPENDABLE = ['tick_sample', 'prediction'] as const satisfies RecordKind[];
export type Expendable = (typeof EXPENDABLE)[number];

/** How many records were given up, by kind. */
export type Drops = Record<Expendable, number>;
export const noDrops = (): Drops => ({ tick_sample: 0, prediction: 0 });

/** A record on its way into the outbox. */
export interface OutboxRecord {
  kind: RecordKind;
  json: string;
}

/**
 * What to keep of records that wait in memory while the disk takes nothing: the oldest expendable ones go until the rest has at
 * most `maxCharacters`. Pure.
 */
export function keepWithin(
  records: readonly OutboxRecord[],
  maxCharacters: number,
): { kept: OutboxRecord[]; dropped: Drops } {
  let excess = records.reduce((sum, { json }) => sum + json.length, 0) - maxCharacters;
  const dropped = noDrops();
  let kept = [...records];
  for (const kind of EXPENDABLE) {
    kept = kept.filter((record) => {
      if (excess <= 0 || record.kind !== kind) return true;
      excess -= record.json.length;
      dropped[kind]++;
      return false;
    });
  }
  return { kept, dropped };
}
