import { parseRedisUrl } from './redis-url.ts';

describe('a Redis URL', () => {
  it('names one server, as ioredis reads it', () => {
    for (const url of ['redis://localhost:6379', 'rediss://:secret@example.org:6380/2'])
      expect(parseRedisUrl(url)).toEqual({ kind: 'server', url });
  });

  it('names sentinels and their master', () => {
    expect(parseRedisUrl('redis-sentinel://a:26379,b,[::1]:26380/mymaster')).toEqual({
      kind: 'sentinel',
      nodes: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26379 },
        { host: '::1', port: 26380 },
      ],
      master: 'mymaster',
      db: 0,
      sentinel: {},
      tls: false,
    });
    expect(
      parseRedisUrl('rediss-sentinel://ted:p%40ss@a/m?db=3&sentinel_username=s&sentinel_password=t'),
    ).toMatchObject({
      username: 'ted',
      password: 'p@ss',
      sentinel: { username: 's', password: 't' },
      db: 3,
      tls: true,
    });
  });

  it('names nodes of a cluster', () => {
    expect(parseRedisUrl('redis-cluster://:secret@a:7000,b:7001')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 7001 },
      ],
      password: 'secret',
      tls: false,
    });
  });

  it.each([
    'http://localhost:6379',
    'redis://a:1,b:2',
    'redis-sentinel://a:26379',
    'redis-sentinel://a:26379/m?db=x',
    'redis-sentinel://a:99999/m',
    'redis-cluster://a:7000/1',
    'redis-cluster://',
    'localhost:6379',
  ])('refuses %s, and says what is allowed', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(/.{20}/);
  });

  it('tells no password', () => {
    expect(() => parseRedisUrl('redis-sentinel://:secret@a:26379')).toThrow(/^(?!.*secret)/);
  });
});
