import { Slider } from '@base-ui/react/slider';
import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import { summary } from '../../chart/summary.ts';
import { useCrosshair } from '../../chart/use-crosshair.ts';
import { Button } from '../../components/Button.tsx';
import { Choice, Choices } from '../../components/Choice.tsx';
import { Icon } from '../../components/Icon.tsx';
import { KeyList } from '../../components/KeyList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { price } from '../../format/numbers.ts';
import { minutes } from '../../format/times.ts';
import { TICK_MS, WINDOW_TICKS } from '../../game.ts';
import { forecastsSummary } from '../../say/game.ts';
import { pastReading } from '../../say/reading.ts';
import { PastChart } from './PastChart.tsx';
import { pastScene, priceAt, type GameRecord } from './record.ts';
import { SPEEDS, type Playhead } from './use-playhead.ts';
import styles from './Playback.module.css';

interface PlaybackProps {
  record: GameRecord;
  said: StoredPrediction | null;
  playhead: Playhead;
  className: string | undefined;
}

/** The game's price with a playhead, above what TED forecast at each moment. */
export function Playback({ record, said, playhead, className }: PlaybackProps) {
  const { tick, isPlaying, speed, moveTo, moveBy, setSpeed, toggle } = playhead;
  const scene = pastScene(record, said, tick);
  const { endTick, xMax } = record;
  const crosshair = useCrosshair(() => ({ xMax, start: tick }));
  return (
    <Panel
      className={className}
      title="Play the game back"
      aside={
        <KeyList
          keys={[
            ['price', 'price so far'],
            ['later', 'what came next'],
            ['range', 'end, 10–90%'],
            ['median', 'median end'],
          ]}
        />
      }
    >
      <PastChart
        record={record}
        scene={scene}
        priceSummary={summary(scene)}
        endSummary={forecastsSummary(record)}
        crosshair={crosshair}
      />
      <p className={styles.reading} role={crosshair.at === null ? undefined : 'status'}>
        {crosshair.at === null ? '' : pastReading(record, crosshair.at)}
      </p>
      <div className={styles.track}>
        <div className={styles.game} style={{ width: `${(100 * endTick) / xMax}%` }}>
          <Slider.Root
            className={styles.slider}
            min={0}
            max={endTick - 1}
            largeStep={WINDOW_TICKS}
            value={tick}
            onValueChange={moveTo}
          >
            <Slider.Control className={styles.control}>
              <Slider.Track className={styles.rail}>
                <Slider.Indicator className={styles.past} />
                <Slider.Thumb
                  className={styles.thumb}
                  aria-label="Tick of the game"
                  getAriaValueText={() => valueText(record, tick)}
                />
              </Slider.Track>
            </Slider.Control>
          </Slider.Root>
          <span className={styles.end}>end</span>
        </div>
      </div>
      <div className={styles.buttons}>
        <Button isPrimary onClick={toggle} className={styles.play}>
          <Icon name={isPlaying ? 'pause' : 'play'} size={12} />
          {isPlaying ? 'Pause' : 'Play'}
        </Button>
        <Button onClick={() => moveBy(-1)} aria-label="1 tick back">
          ‹ 1 tick
        </Button>
        <Button onClick={() => moveBy(1)} aria-label="1 tick on">
          1 tick ›
        </Button>
        <Button onClick={() => moveBy(-WINDOW_TICKS)} aria-label="40 ticks back">
          ‹ 40
        </Button>
        <Button onClick={() => moveBy(WINDOW_TICKS)} aria-label="40 ticks on">
          40 ›
        </Button>
        <Choices label="Speed">
          {SPEEDS.map((value) => (
            <Choice key={value} isChosen={value === speed} onClick={() => setSpeed(value)}>
              {value}×
            </Choice>
          ))}
        </Choices>
        <span className={styles.time}>
          {minutes(tick * TICK_MS)} of {minutes(endTick * TICK_MS)}
          {record.source === 'seed' ? ', every price replayed from the seed' : ', stored samples'}
        </span>
      </div>
    </Panel>
  );
}

function valueText(record: GameRecord, tick: number): string {
  const at = priceAt(record, tick);
  return `tick ${tick} of ${record.endTick}${at ? `, ${price(at.price)}` : ''}`;
}
