/** One event of a recording with the wall clock it was recorded at, in milliseconds. */
export interface RecordedFrame {
  timeMs: number;
  event: string;
  data: unknown;
}

/** The events of one line of a recording, or undefined where the line has none of the known shapes. */
export function recordedFrames(line: unknown): RecordedFrame[] | undefined {
  if (typeof line !== 'object' || line === null) return undefined;
  if (isRecordedEvent(line)) return [{ timeMs: timeOf(line), event: line.event, data: line.data }];
  if (isRecordedGame(line)) return gameFrames(line);
  return undefined;
}

/** An event as it was received, by this package's recorder or by others; its time is given in one of two ways. */
interface RecordedEvent {
  event: string;
  data: unknown;
  timestamp_ms?: number;
  timestamp?: string;
}

function isRecordedEvent(line: object): line is RecordedEvent {
  return (
    'event' in line &&
    typeof line.event === 'string' &&
    'data' in line &&
    !Number.isNaN(timeOf(line as Partial<RecordedEvent>))
  );
}

function timeOf(line: { timestamp_ms?: unknown; timestamp?: unknown }): number {
  return typeof line.timestamp_ms === 'number' ? line.timestamp_ms : localTime(line.timestamp);
}

/** Recorders wrote local times without a zone; only differences count, so any fixed zone will do. */
function localTime(timestamp: unknown): number {
  return Date.parse(`${String(timestamp)}Z`);
}

/** One game of the older recordings: the updates of a game with all but the essential columns left out. */
interface RecordedGame {
  game_id: string;
  recorded_at: string;
  events: Update[];
}

/** Milliseconds since the first, tick, price, active 0/1, rugged 0/1, cooldown in milliseconds. */
type Update = [ms: number, tick: number, price: number, active: number, rugged: number, cooldown: number];

function isRecordedGame(line: object): line is RecordedGame {
  return (
    'game_id' in line &&
    typeof line.game_id === 'string' &&
    'recorded_at' in line &&
    !Number.isNaN(localTime(line.recorded_at)) &&
    'events' in line &&
    Array.isArray(line.events) &&
    line.events.every((row) => Array.isArray(row) && row.length === 6)
  );
}

function gameFrames(game: RecordedGame): RecordedFrame[] {
  const prices = new Map<number, number>();
  let endTick: number | undefined;
  return game.events.map((update) => {
    const [ms, tick, price, , rugged] = update;
    if (rugged) endTick ??= tick;
    // The tick counter runs on after the rug, the prices do not.
    const lastTick = endTick ?? tick;
    prices.set(lastTick, price);
    return {
      timeMs: localTime(game.recorded_at) + ms,
      event: 'gameStateUpdate',
      data: gameStateUpdate(game.game_id, update, partialPrices(prices, lastTick)),
    };
  });
}

/** The message the real feed would have sent, as far as the recording tells. */
function gameStateUpdate(gameId: string, update: Update, partialPrices: object): unknown {
  const [, tickCount, price, active, rugged, cooldownTimer] = update;
  const common = {
    gameId,
    cooldownTimer,
    cooldownPaused: false,
    allowPreRoundBuys: cooldownTimer > 0 && cooldownTimer <= 10_000,
    leaderboard: [],
  };
  const minimal = !active && cooldownTimer > 0 && cooldownTimer < 15_000;
  if (minimal) return common;
  return { ...common, active: active === 1, rugged: rugged === 1, tickCount, price, partialPrices };
}

/** Up to five ticks that end in `endTick`, as far back as none is missing. */
function partialPrices(prices: ReadonlyMap<number, number>, endTick: number) {
  const values: Record<string, number> = {};
  let startTick = endTick;
  for (let tick = endTick; tick > endTick - 5 && prices.has(tick); tick--) {
    values[tick] = prices.get(tick) ?? NaN;
    startTick = tick;
  }
  return { startTick, endTick, values };
}
