import type { Randomness } from './randomness.ts';

/** The schedule of another game mode: most of the bytes of a real standard update, and of no use to a listener. */
export const rugRoyale = {
  status: 'SCHEDULED',
  activeEventId: 'admin-00000000-0000-4000-8000-000000000000',
  currentEvent: scheduledEvent(0),
  upcomingEvents: [],
  events: Array.from({ length: 15 }, (_, hour) => scheduledEvent(hour)),
};

/** An event that listeners are to ignore; recordings hold several a minute. */
export function inventIgnoredEvent(random: Randomness): { event: string; data: unknown } {
  return random.oneOf([
    { event: 'newChatMessage', data: { username: 'player0000', message: 'gm', role: 'default' } },
    { event: 'rugRoyaleUpdate', data: rugRoyale },
    { event: 'battleEventUpdate', data: { status: 'INACTIVE' } },
    { event: 'goldenHourUpdate', data: { status: 'INACTIVE' } },
  ]);
}

function scheduledEvent(hour: number) {
  const start = Date.UTC(2026, 0, 1, hour);
  return {
    id: `admin-00000000-0000-4000-8000-${hour.toString().padStart(12, '0')}`,
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + 1_800_000).toISOString(),
    prepTimeMinutes: 30,
    levelRequired: 10,
    status: 'SCHEDULED',
    createdAt: new Date(start - 86_400_000).toISOString(),
    createdBy: 'admin',
    startingBalance: 100,
    customPrizes: {
      1: 1,
      2: 0.5,
      3: 0.25,
      4: 0.1,
      5: 0.025,
      6: 0.025,
      7: 0.025,
      8: 0.025,
      9: 0.025,
      10: 0.025,
    },
  };
}
