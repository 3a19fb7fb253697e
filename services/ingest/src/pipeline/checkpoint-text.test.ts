import { optionsForTests } from '../testing/options.ts';
import { memoryText } from './checkpoint-text.ts';
import { Pipeline } from './pipeline.ts';

it('says what the memory is after each game, also of blocks of scores that have filled up since', () => {
  const pipeline = new Pipeline({ ...optionsForTests(10), challenger: 'mixture-3-without-features' });
  for (let n = 0; n < 45; n++) {
    const gameId = `20260101-${String(n).padStart(16, '0')}`;
    const endTick = 30 + ((n * 37) % 90);
    for (let tickCount = 0; tickCount <= endTick; tickCount++) {
      const rugged = tickCount === endTick;
      pipeline.handle(
        { gameId, active: true, rugged, tickCount, price: rugged ? 0.01 : 1 + tickCount / 70 },
        1_000_000,
      );
    }
    const memory = pipeline.takeCheckpoint().memory!;
    const plain = JSON.stringify({ ...memory, runningApart: true });
    expect(JSON.parse(memoryText(memory))).toEqual(JSON.parse(plain));
    expect(memory.challenger!.forecaster.scoreboard.blocks).toHaveLength(Math.ceil((n + 1) / 20));
  }
});
