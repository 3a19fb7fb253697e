import { memo } from 'react';
import { ChartFigure } from '../../chart/ChartFigure.tsx';
import { Cross } from '../../chart/Cross.tsx';
import { GridLines } from '../../chart/GridLines.tsx';
import { clamp, linear, linePath, roundSteps } from '../../chart/scale.ts';
import svg from '../../chart/svg.module.css';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { count } from '../../format/numbers.ts';
import type { JudgedGame } from '../../live/messages.ts';
import { KeyList } from '../../components/KeyList.tsx';

const GAMES = 40;
const HEIGHT = 150;
const LEFT = 38;
const BOTTOM = HEIGHT - 18;
const TOP = 8;
/** The axis ends at twice the greatest range, so that a few long games do not flatten all others. */
const BEYOND_RANGE = 2.5;

interface LastGamesProps {
  judged: readonly JudgedGame[];
  isLoading: boolean;
  className: string | undefined;
}

/** The ends of the last games, each against the range that TED gave at its first tick. They change when a game ends. */
export const LastGames = memo(function LastGames({ judged, isLoading, className }: LastGamesProps) {
  const games = judged.slice(-GAMES);
  const inside = games.filter((game) => game.in_band).length;
  const aside = games.length === 0 ? undefined : `${inside} of the last ${games.length} inside the range`;
  return (
    <Panel title="Last 40 games against TED’s first range" aside={aside} className={className}>
      <KeyList
        keys={[
          ['dot', 'end tick, inside'],
          ['cross', 'outside'],
          ['range', '85% range'],
          ['median', 'median'],
        ]}
      />
      {isLoading ? <Skeleton lines={['100%', '100%', '100%']} /> : <Picture games={games} inside={inside} />}
    </Panel>
  );
});

function Picture({ games, inside }: { games: readonly JudgedGame[]; inside: number }) {
  const summary =
    games.length === 0
      ? 'End ticks of the last games, empty: no finished games yet.'
      : `End ticks of the last ${games.length} games: ${inside} inside the 85% range of TED’s first forecast, ${games.length - inside} outside.`;
  return (
    <ChartFigure
      summary={summary}
      height={HEIGHT}
      table={{
        columns: ['Game', 'End tick', 'Median', '85% range', 'The end was'],
        rows: games.map((game) => [
          game.game_id,
          count(game.actual_tick),
          count(game.predicted_tick),
          `${game.lower}–${game.upper}`,
          game.in_band ? 'inside' : 'outside',
        ]),
      }}
      readings={(width) => {
        const x = columns(width);
        return { xs: games.map((_, i) => x(i, games.length)), words: games.map(wordOf) };
      }}
      hint={
        games.length === 0 ? 'The first appears about a minute after start.' : '40 games ago to the last game'
      }
    >
      {(width) => <Marks games={games} width={width} />}
    </ChartFigure>
  );
}

const wordOf = (game: JudgedGame): string =>
  `Ended at ${count(game.actual_tick)}: ${game.in_band ? 'inside' : 'outside'} ${game.lower}–${game.upper}, median ${game.predicted_tick}`;

/** The newest at the right, also while there are fewer than 40. */
function columns(width: number) {
  const step = (width - LEFT - 12) / GAMES;
  return (i: number, count: number) => LEFT + step * (GAMES - count + i + 0.5);
}

function Marks({ games, width }: { games: readonly JudgedGame[]; width: number }) {
  const right = width - 12;
  const widest = Math.max(160, ...games.map(({ upper }) => upper)) * BEYOND_RANGE;
  const longest = Math.max(160, ...games.map(({ actual_tick }) => actual_tick));
  const steps = roundSteps(Math.min(widest, longest), 4);
  const max = steps.at(-1)!;
  const y = linear(0, max, BOTTOM, TOP);
  const at = columns(width);
  const x = (i: number) => at(i, games.length);
  const half = (width - LEFT - 12) / GAMES / 2;
  const stairs = (value: (game: JudgedGame) => number) =>
    games.flatMap((game, i) => {
      const level = y(clamp(value(game), 0, max));
      return [[x(i) - half, level] as const, [x(i) + half, level] as const];
    });
  const upper = stairs(({ upper }) => upper);
  const lower = stairs(({ lower }) => lower);
  return (
    <>
      {games.length > 0 && (
        <path className={svg.faint} d={`${linePath(upper)}${linePath(lower.reverse()).replace('M', 'L')}Z`} />
      )}
      <GridLines y={y} values={steps} word={count} left={LEFT} right={right} strong={0} />
      <path className={svg.edge} d={linePath(upper)} />
      <path className={svg.median} d={linePath(stairs(({ predicted_tick }) => predicted_tick))} />
      {games.map((game, i) => (
        <End
          key={game.game_id}
          game={game}
          x={x(i)}
          y={y(clamp(game.actual_tick, 0, max))}
          isOff={game.actual_tick > max}
        />
      ))}
      {games.length === 0 && (
        <text className={svg.word} x={(LEFT + right) / 2} y={(TOP + BOTTOM) / 2 + 12} textAnchor="middle">
          No finished games yet.
        </text>
      )}
    </>
  );
}

/** An end above the axis stands at its top with its number. */
function End({ game, x, y, isOff }: { game: JudgedGame; x: number; y: number; isOff: boolean }) {
  return (
    <>
      {game.in_band ? <circle className={svg.inkDot} cx={x} cy={y} r={3.6} /> : <Cross x={x} y={y} />}
      {isOff && (
        <text className={svg.badWord} x={x} y={y + 17} textAnchor="middle">
          {count(game.actual_tick)}
        </text>
      )}
    </>
  );
}
