import { useRef } from 'react';
import { useWidth } from '../../chart/use-width.ts';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { Station, StationName } from '../../say/tick-way.ts';
import { Arrows } from './Arrows.tsx';
import { boxesFor, BOX_HEIGHT, DIAGRAM_HEIGHT, WIDE_PX } from './diagram.ts';
import styles from './TickWay.module.css';

interface TickWayProps {
  stations: Record<StationName, Station>;
  perSecond: number | null;
}

/** From the game to this page above, to what is kept below. On a narrow page a list in that order. */
export function TickWay({ stations, perSecond }: TickWayProps) {
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const isWide = width >= WIDE_PX;
  const boxes = boxesFor(width);
  const names = Object.keys(stations) as StationName[];
  return (
    <Panel
      title="The way of a tick"
      aside="upper row: what you see live, needs neither Redis nor MongoDB · lower row: what is kept"
    >
      <div
        ref={host}
        className={isWide ? styles.diagram : styles.list}
        style={isWide ? { height: DIAGRAM_HEIGHT } : {}}
      >
        {isWide && <Arrows boxes={boxes} width={width} stations={stations} perSecond={perSecond} />}
        <ol className={styles.stations}>
          {names.map((name) => (
            <li
              key={name}
              className={`${styles.box} ${styles[stations[name].tone]}`}
              style={
                isWide
                  ? {
                      left: boxes[name].left,
                      top: boxes[name].top,
                      width: boxes[name].width,
                      height: BOX_HEIGHT,
                    }
                  : {}
              }
            >
              <Box station={stations[name]} />
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}

function Box({ station: { title, icon, lines } }: { station: Station }) {
  return (
    <>
      <p className={styles.title}>
        <Icon name={icon} />
        {title}
      </p>
      <p className={styles.does}>{lines[0]}</p>
      <p className={styles.age}>{lines[1]}</p>
    </>
  );
}
