import { Tabs } from '@base-ui/react/tabs';
import { useSearchParams } from 'wouter';
import { useFairness } from '../../api/fairness.ts';
import { useJudged } from '../../api/judged.ts';
import { useGames, usePredictions, useSideBets } from '../../api/history.ts';
import { PageHeading } from '../../components/PageHeading.tsx';
import { count } from '../../format/numbers.ts';
import { historySentence } from '../../say/history.ts';
import { ExportLinks } from './ExportLinks.tsx';
import { GamesTab } from './GamesTab.tsx';
import { PredictionsTab } from './PredictionsTab.tsx';
import { SideBetsTab } from './SideBetsTab.tsx';
import { LISTS, readAddress, withList, type List } from './address.ts';
import styles from './HistoryPage.module.css';

const ALL = { limit: 1 } as const;
const NAMES: Readonly<Record<List, string>> = {
  games: 'Games',
  predictions: 'Predictions',
  'side-bets': 'Side bets',
};

/** Everything that is stored: games, what TED said of them, the bets it recommended. */
export function HistoryPage() {
  const [params, setParams] = useSearchParams();
  const address = readAddress(params);
  const judged = useJudged();
  const fairness = useFairness();
  const totals: Record<List, number | undefined> = {
    games: useGames(ALL).data?.total,
    predictions: usePredictions(ALL).data?.total,
    'side-bets': useSideBets(ALL).data?.total,
  };
  return (
    <>
      <PageHeading
        title="History"
        text={historySentence(totals.games ?? null, fairness.data?.first_game_at ?? null, judged)}
      >
        <ExportLinks address={address} />
      </PageHeading>
      <Tabs.Root
        className={styles.tabs}
        value={address.list}
        onValueChange={(list: List) => setParams(withList(list))}
      >
        <Tabs.List className={styles.list} activateOnFocus aria-label="What is listed">
          {LISTS.map((list) => (
            <Tabs.Tab key={list} value={list} className={styles.tab}>
              {NAMES[list]}{' '}
              <span className={styles.count}>{totals[list] === undefined ? '' : count(totals[list])}</span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="games">
          <GamesTab address={address} />
        </Tabs.Panel>
        <Tabs.Panel value="predictions">
          <PredictionsTab address={address} />
        </Tabs.Panel>
        <Tabs.Panel value="side-bets">
          <SideBetsTab address={address} />
        </Tabs.Panel>
      </Tabs.Root>
    </>
  );
}
