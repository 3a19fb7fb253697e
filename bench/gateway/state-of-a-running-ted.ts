import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { LiveState } from '@ted/messaging';
import { Ted } from '../../tests/support/ted.ts';
import { eventually } from '../../tests/support/wait.ts';

let asked: Promise<LiveState> | undefined;

/** What a real ingest says after some games. Asked once for all benchmarks of a run. */
export const stateOfARunningTed = (say: (line: string) => void): Promise<LiveState> => (asked ??= ask(say));

async function ask(say: (line: string) => void): Promise<LiveState> {
  say('asking a running TED for its live state');
  const ted = await Ted.up({ args: ['--speed', '60'], env: { PERSISTENCE_ENABLED: 'false' } });
  try {
    const running = ({ statistics, current_game }: any) =>
      statistics.games_analyzed > 3 && current_game.isActive;
    await eventually('games', () => ted.api('/api/status'), running, 60_000);
    const socket = new WebSocket(`${ted.stack.ingest_url.replace(/^http/, 'ws')}/live`);
    const [data] = (await once(socket, 'message')) as [Buffer];
    socket.terminate();
    return JSON.parse(data.toString('utf8')) as LiveState;
  } finally {
    await ted.stop();
  }
}
