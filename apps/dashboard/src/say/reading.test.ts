import { sceneOf } from '../chart/scene.ts';
import { live } from '../testing/samples.ts';
import { liveReading } from './reading.ts';

describe('the crosshair on the running game', () => {
  const scene = sceneOf(live(), { is: 'live', ageMs: 200 });

  it('reads the price up to now and the chance after it', () => {
    expect(liveReading(scene, 384)).toBe('Tick 384: 10.63×.');
    expect(liveReading(scene, 404)).toBe(
      'Tick 404: 90.5% chance that it still runs, 9.5% that it has ended.',
    );
    // Between what is known: straight.
    expect(liveReading(scene, 394)).toBe(
      'Tick 394: 95.2% chance that it still runs, 4.8% that it has ended.',
    );
    expect(liveReading(scene, 5000)).toBe('Tick 5,000: beyond the forecast.');
  });

  it('says what it does not know', () => {
    expect(liveReading({ ...scene, prices: [] }, 3)).toBe('Tick 3: price not seen.');
    expect(liveReading({ ...scene, forecast: null }, 400)).toBe('Tick 400: not known.');
    expect(liveReading({ ...scene, head: null }, 0)).toBe('Tick 0: no game has been seen.');
    expect(liveReading({ ...scene, rug: { tick: 385, price: 0.02 } }, 390)).toBe(
      'Tick 390: the game had ended at tick 385.',
    );
  });
});
