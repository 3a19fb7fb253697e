import { atMost, TimeoutError, withTimeout } from './timeout.ts';

const never = new Promise<never>(() => undefined);

it('atMost ends with the promise, or with the time', async () => {
  await atMost(Promise.resolve(), 60_000);
  await atMost(never, 1);
  await expect(atMost(Promise.reject(new Error('broken')), 60_000)).rejects.toThrow('broken');
});

it('withTimeout gives the outcome, or says what did not answer', async () => {
  await expect(withTimeout(Promise.resolve(7), 60_000, 'it')).resolves.toBe(7);
  await expect(withTimeout(never, 1, 'Redis')).rejects.toThrow(
    new TimeoutError('Redis did not answer within 1 ms'),
  );
});
