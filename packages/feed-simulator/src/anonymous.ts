/** Keys under which the feed names players; what they hold is not recorded. */
const personal = new Set(['leaderboard', 'username', 'playerId', 'displayName', 'walletAddress', 'avatar']);

/** Events whose payload is about the game. Of others (chat, raffles) only the name is recorded. */
const recordedEvents = new Set(['gameStateUpdate', 'standard/newTrade']);

/** What of an event's payload may be kept: everything that says what happened, nothing that says who did it. */
export function anonymous(event: string, data: unknown): unknown {
  return recordedEvents.has(event) ? withoutPlayers(data) : null;
}

function withoutPlayers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlayers);
  if (typeof value === 'string') return value.startsWith('did:') ? null : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !personal.has(key))
      .map(([key, inner]) => [key, withoutPlayers(inner)]),
  );
}
