import type { FairnessDocument, GameDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';

const EXCEPTIONS = 50;
/** Points of the evidence's course: enough for a chart, however many games there are. */
const POINTS = 250;
/** The indexes are named: weighing them against each other costs more than the answers. */
const BY_END = { feed: 1, ended_at: 1, game_id: 1 } as const;
const BY_VERDICT = { feed: 1, 'fairness.verdict': 1, ended_at: 1 } as const;
const BY_LOG_E = { feed: 1, log_e: 1 } as const;
/** Holds for every number, and has its place in an index, unlike `$exists`. */
const ANY_NUMBER = { $gte: Number.NEGATIVE_INFINITY };

/** ln E after a finished game. */
export interface EvidencePoint {
  game_id: string;
  ended_at: Date;
  log_e: number;
}

export interface FairnessOverview {
  verified: number;
  mismatch: number;
  unverifiable: number;
  /** Games that have ended and are not checked yet. */
  waiting: number;
  /** Games that count in the evidence. */
  counted: number;
  firstGameAt: Date | null;
  /** Where ln E was highest. */
  highest: EvidencePoint | null;
  /** Its course, thinned, the oldest first. */
  series: EvidencePoint[];
  /** The newest games that are not verified, mismatches first. */
  exceptions: Pick<GameDocument, 'game_id' | 'ended_at' | 'fairness'>[];
}

/** What is stored of a feed's fairness. The cost does not grow with the number of games, but for counting keys of an index. */
export async function readFairness(database: Database, feed: string): Promise<FairnessOverview> {
  const { games } = database.models;
  const withVerdict = (verdict: FairnessDocument['verdict']) =>
    games.countDocuments({ feed, 'fairness.verdict': verdict }).hint(BY_VERDICT);
  const [verified, mismatch, unverifiable, waiting, counted, first, highest, mismatches] = await Promise.all([
    withVerdict('verified'),
    withVerdict('mismatch'),
    withVerdict('unverifiable'),
    games.countDocuments({ feed, 'fairness.verdict': null, ended_at: { $gt: new Date(0) } }).hint(BY_VERDICT),
    games.countDocuments({ feed, log_e: ANY_NUMBER }).hint(BY_LOG_E),
    games
      .findOne({ feed, ended_at: { $gt: new Date(0) } }, { ended_at: 1 })
      .sort({ ended_at: 1 })
      .lean(),
    games
      .findOne({ feed, log_e: ANY_NUMBER }, POINT)
      .sort({ log_e: -1 })
      .hint(BY_LOG_E)
      .lean<EvidencePoint>(),
    exceptions(database, feed, 'mismatch', EXCEPTIONS),
  ]);
  const others = await exceptions(database, feed, 'unverifiable', EXCEPTIONS - mismatches.length);
  return {
    ...{ verified, mismatch, unverifiable, waiting, counted },
    firstGameAt: first?.ended_at ?? null,
    highest,
    series: await evidenceSeries(database, feed, counted),
    exceptions: [...mismatches, ...others],
  };
}

function exceptions(
  database: Database,
  feed: string,
  verdict: FairnessDocument['verdict'],
  limit: number,
): Promise<FairnessOverview['exceptions']> {
  if (limit === 0) return Promise.resolve([]);
  return database.models.games
    .find({ feed, 'fairness.verdict': verdict }, { game_id: 1, ended_at: 1, fairness: 1, _id: 0 })
    .sort({ ended_at: -1 })
    .hint(BY_VERDICT)
    .limit(limit)
    .lean<FairnessOverview['exceptions']>();
}

const POINT = { game_id: 1, ended_at: 1, log_e: 1, _id: 0 } as const;

/** All points, or those of games that ended at equal distances in time. */
async function evidenceSeries(database: Database, feed: string, counted: number): Promise<EvidencePoint[]> {
  const { games } = database.models;
  const from = (at: Date) =>
    games
      .find({ feed, ended_at: { $gte: at }, log_e: ANY_NUMBER }, POINT)
      .sort({ ended_at: 1 })
      .hint(BY_END);
  if (counted <= POINTS) return from(new Date(0)).limit(POINTS).lean<EvidencePoint[]>();
  const last = await games
    .findOne({ feed, ended_at: { $gt: new Date(0) }, log_e: ANY_NUMBER }, POINT)
    .sort({ ended_at: -1 })
    .hint(BY_END)
    .lean<EvidencePoint>();
  const [first] = await from(new Date(0)).limit(1).lean<EvidencePoint[]>();
  if (!first || !last) return [];
  const step = (Number(last.ended_at) - Number(first.ended_at)) / (POINTS - 1);
  const found = await Promise.all(
    Array.from({ length: POINTS - 1 }, async (_, i) => {
      const at = new Date(Number(first.ended_at) + i * step);
      const [point] = await from(at).limit(1).lean<EvidencePoint[]>();
      return point ?? last;
    }),
  );
  return [...new Map([...found, last].map((point) => [point.game_id, point])).values()];
}
