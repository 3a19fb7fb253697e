import { eventually } from '../../../support/wait.ts';
import type { Chaos, Inject } from '../chaos.ts';
import { ADDRESSES } from '../network.ts';
import { pause, runOfIngest, untilCaughtUp } from '../wait.ts';
import { networkOf } from './network.ts';
import { processesOf, signal } from './processes.ts';

interface Replica {
  name: 'ingest-1' | 'ingest-2';
  pid: number;
  recording: boolean;
  /** Feeds that it has heard for some time. */
  feeds: number;
}

/** Both replicas; rejects while one of them does not answer. */
async function replicasOf(chaos: Chaos): Promise<Replica[]> {
  const { ingestUrls } = chaos.ted;
  return Promise.all(
    (['ingest-1', 'ingest-2'] as const).map(async (name, i) => {
      const response = await fetch(new URL('/recording', ingestUrls[i]), {
        signal: AbortSignal.timeout(1000),
      });
      const { recording, feeds } = (await response.json()) as Pick<Replica, 'recording' | 'feeds'>;
      const [process] = processesOf(chaos, (other) => other === name);
      return { name, pid: process!.pid, recording, feeds };
    }),
  );
}

/** Resolves when both are there and hear the feed for as long as it takes to hand over, and one of them records. */
async function untilOneRecords(chaos: Chaos): Promise<{ recorder: Replica; standby: Replica }> {
  await untilCaughtUp(chaos);
  const replicas = await eventually(
    'one of two replicas records',
    () => replicasOf(chaos),
    (list) => list.every(({ feeds }) => feeds > 0) && list.filter(({ recording }) => recording).length === 1,
    60_000,
  );
  return {
    recorder: replicas.find(({ recording }) => recording)!,
    standby: replicas.find(({ recording }) => !recording)!,
  };
}

/** The one whose games a client of the live page sees. */
async function untilShown(chaos: Chaos, replicas: Replica[]): Promise<Replica> {
  return eventually(
    'an ingest that the gateway shows',
    async () => {
      const runs = await Promise.all(chaos.ted.ingestUrls.map(runOfIngest));
      return replicas.find(({ name }) => runs[Number(name.at(-1)) - 1] === chaos.observer.run)!;
    },
    (found) => found !== undefined,
    60_000,
  );
}

/** Something that befalls one of the two; the other one was sound before, and both are afterwards. */
const befall =
  (
    whom: 'recorder' | 'standby' | 'shown',
    harm: (chaos: Chaos, victim: Replica, durationMs: number) => Promise<void>,
  ): Inject =>
  async (chaos, durationMs) => {
    const { recorder, standby } = await untilOneRecords(chaos);
    const shown = await untilShown(chaos, [recorder, standby]);
    const victim = { recorder, standby, shown }[whom];
    const from = Date.now();
    await harm(chaos, victim, durationMs);
    const { recorder: next } = await untilOneRecords(chaos);
    const until = Date.now();
    const silenceMs = chaos.observer.longestSilence(from, until);
    const was = `${victim.name}${victim === recorder ? ', recording' : ''}${victim === shown ? ', shown' : ''}`;
    const note = `${was}; ${silenceMs} ms without an update at a client; then ${next.name} recorded`;
    return { from, to: from, until, silenceMs, note };
  };

const kill = async (chaos: Chaos, { name, pid }: Replica): Promise<void> => {
  signal(pid, 'SIGKILL');
  await eventually(
    `${name} again`,
    () => processesOf(chaos, (other) => other === name),
    ([now]) => now !== undefined && now.pid !== pid,
    60_000,
  );
};

export const killRecorder = befall('recorder', kill);
export const killStandby = befall('standby', kill);
/** The one that the gateway follows: people must see the other one's games at once. */
export const killShown = befall('shown', kill);

export const stopRecorder = befall('recorder', async (chaos, { pid }, durationMs) => {
  signal(pid, 'SIGSTOP');
  try {
    await pause(chaos, durationMs);
  } finally {
    signal(pid, 'SIGCONT');
  }
});

/** It hears nothing of the feed any more; the other one does. */
export const cutRecorderFromFeed = befall('recorder', async (chaos, { name }, durationMs) => {
  chaos.feed.cut({ refuse: true, from: ADDRESSES[name] });
  try {
    await pause(chaos, durationMs);
  } finally {
    chaos.feed.allow();
  }
});

/** The one that people see hears nothing, by a network that stalls: it seems to be connected. */
export const stallFeed = befall('shown', async (chaos, { name }, durationMs) => {
  chaos.feed.stall(ADDRESSES[name]);
  try {
    await pause(chaos, durationMs);
  } finally {
    chaos.feed.heal();
  }
});

export const cutRecorderFromRedis = befall('recorder', async (chaos, { name }, durationMs) => {
  const network = networkOf(chaos);
  const end = network.stall([name], 'redis');
  try {
    await pause(chaos, durationMs);
  } finally {
    end();
  }
});

/** Nobody but the feed reaches it, nor it anybody: both may record for a while. */
export const cutRecorder = befall('recorder', async (chaos, { name }, durationMs) => {
  const network = networkOf(chaos);
  const other = name === 'ingest-1' ? 'ingest-2' : 'ingest-1';
  const ends = [
    network.stall([name], 'redis'),
    network.stall([other, 'gateway'], name),
    network.stall([name], other),
  ];
  try {
    await pause(chaos, durationMs);
  } finally {
    for (const end of ends) end();
  }
});
