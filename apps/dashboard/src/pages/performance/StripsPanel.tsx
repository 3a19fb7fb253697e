import type { Performance } from '../../api/performance.ts';
import { ChartFigure } from '../../chart/ChartFigure.tsx';
import { linear } from '../../chart/scale.ts';
import { KeyList } from '../../components/KeyList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { count } from '../../format/numbers.ts';
import { dayAndTime, dayOf, hourAndMinute } from '../../format/times.ts';
import { GameBars } from './GameBars.tsx';
import { StripMarks } from './StripMarks.tsx';
import { bucketWords, emptyRuns, figureWord, ROI, STRIPS } from './strips.ts';
import { TimeLabels } from './TimeLabels.tsx';
import svg from '../../chart/svg.module.css';

const LEFT = 46;
const STRIP = 90;
const GAP = 31;
const BARS = 48;
const NO_BETS = 30;
/** For the words of what must be beaten. */
const RIGHT_ROOM = 96;
const NARROW = 520;

const TITLES = { hour: 'Hour by hour', '6h': 'Six hours by six hours', day: 'Day by day' } as const;

interface StripsPanelProps {
  performance: Performance;
  className: string | undefined;
}

/** Every figure over time, one strip each on the same axis, with the number of games behind each point. */
export function StripsPanel({ performance, className }: StripsPanelProps) {
  const { buckets, step } = performance;
  const hasBets = buckets.some(({ roi }) => roi !== null);
  const strips = hasBets ? [...STRIPS, ROI] : STRIPS;
  const tops = strips.map((_, i) => 28 + i * (STRIP + GAP));
  const after = 28 + strips.length * (STRIP + GAP);
  const barsTop = after + (hasBets ? 0 : NO_BETS + GAP);
  const height = barsTop + BARS + 40;
  const word = step === 'day' ? dayOf : dayAndHour;
  const right = (width: number) => width - (width < NARROW ? 8 : RIGHT_ROOM);
  const xOf = (width: number) => linear(0, buckets.length, LEFT, right(width));
  const filled = buckets.filter(({ games }) => games > 0).length;
  return (
    <Panel
      className={className}
      title={TITLES[step]}
      aside={
        <KeyList
          keys={[
            ['ted-dot', '20 games or more'],
            ['ted-hollow', 'fewer'],
            ['target', 'target'],
            ['chance', 'chance / baseline'],
            ['empty', 'no games'],
          ]}
        />
      }
    >
      <ChartFigure
        summary={`Seven figures over ${buckets.length} steps of time, ${filled} of them with games: coverage, within 2 windows, median E40, Brier and log-loss skill, ROI, and the number of games.`}
        height={height}
        hint={buckets.length === 0 ? '' : 'Hover or use ← → to read one step.'}
        table={{
          columns: ['From', 'Games', ...strips.map(({ name }) => name)],
          rows: buckets.map((bucket) => [
            dayAndTime(bucket.start).slice(0, -3),
            count(bucket.games),
            ...strips.map((strip) => figureWord(strip, strip.of(bucket))),
          ]),
        }}
        readings={(width) => {
          const x = xOf(width);
          return {
            xs: buckets.map((_, i) => x(i + 0.5)),
            words: buckets.map((bucket) => bucketWords(bucket, word(bucket.start))),
          };
        }}
      >
        {(width) => {
          const x = xOf(width);
          const place = { x, left: LEFT, right: right(width), isNarrow: width < NARROW };
          return (
            <>
              {strips.map((strip, i) => (
                <StripMarks
                  key={strip.name}
                  strip={strip}
                  buckets={buckets}
                  top={tops[i]!}
                  height={STRIP}
                  {...place}
                  isFirst={i === 0}
                />
              ))}
              {!hasBets && (
                <>
                  <text className={svg.title} x={LEFT} y={after - 7}>
                    {ROI.name}
                  </text>
                  {emptyRuns(buckets).map(({ from, to }) => (
                    <rect
                      key={from}
                      className={svg.empty}
                      x={x(from)}
                      y={after}
                      width={x(to) - x(from)}
                      height={NO_BETS}
                    />
                  ))}
                  <text
                    className={`${svg.word} ${svg.halo}`}
                    x={(LEFT + right(width)) / 2}
                    y={after + 19}
                    textAnchor="middle"
                  >
                    No bet was recommended, so there is no return to show.
                  </text>
                </>
              )}
              <GameBars buckets={buckets} top={barsTop} height={BARS} {...place} />
              <TimeLabels buckets={buckets} step={step} y={barsTop + BARS} x={x} />
            </>
          );
        }}
      </ChartFigure>
    </Panel>
  );
}

const dayAndHour = (at: string): string => `${dayOf(at)} ${hourAndMinute(at)}`;
