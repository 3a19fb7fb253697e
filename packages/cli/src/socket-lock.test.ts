import { randomUUID } from 'node:crypto';
import { SocketLock } from './socket-lock.ts';

describe('SocketLock', () => {
  it('is held by one at a time', async () => {
    const name = randomUUID();
    await expect(SocketLock.isHeld(name)).resolves.toBe(false);
    const lock = await SocketLock.acquire(name);
    expect(lock).toBeDefined();
    await expect(SocketLock.acquire(name)).resolves.toBeUndefined();
    await expect(SocketLock.isHeld(name)).resolves.toBe(true);
    lock?.release();
    await expect(SocketLock.isHeld(name)).resolves.toBe(false);
  });

  it('lets those who wait in, one after the other', async () => {
    const name = randomUUID();
    const first = await SocketLock.acquire(name);
    const order: string[] = [];
    const others = ['a', 'b'].map(async (who) => {
      const lock = await SocketLock.wait(name);
      order.push(who, who);
      lock.release();
    });
    expect(order).toEqual([]);
    first?.release();
    await Promise.all(others);
    expect(['aabb', 'bbaa']).toContain(order.join(''));
  });
});
