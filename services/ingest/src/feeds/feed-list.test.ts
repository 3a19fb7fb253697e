import { feedsOf, type FeedSettings } from './feed-list.ts';

const settings = (more: Partial<FeedSettings>): FeedSettings => ({
  FEEDS: 'none',
  FEEDS_SHARE: '0/1',
  FEED_NAME: 'rugs',
  FEED_KIND: 'live',
  RUGS_BACKEND_URL: 'https://backend.example',
  ...more,
});
const kindsOf = (more: Partial<FeedSettings>) =>
  Object.fromEntries(feedsOf(settings(more)).map(({ name, kind }) => [name, kind]));

it('without a list, the one feed of FEED_NAME', () => {
  expect(feedsOf(settings({}))).toEqual([{ name: 'rugs', url: 'https://backend.example', kind: 'live' }]);
  expect(kindsOf({ FEED_NAME: 'simulated' })).toEqual({ simulated: 'simulated' });
  expect(kindsOf({ FEED_KIND: 'replay' })).toEqual({ rugs: 'replay' });
});

it('shows a feed as live only where it says so', () => {
  const FEEDS =
    'a=http://h/1, rugs=https://h/2?x=1\n b=live:wss://h c=replay:http://h replay-1=http://h simulated=http://h';
  expect(kindsOf({ FEEDS })).toEqual({
    ...{ rugs: 'live', a: 'simulated', b: 'live' },
    ...{ c: 'replay', 'replay-1': 'replay', simulated: 'simulated' },
  });
  expect(kindsOf({ FEEDS: 'rugs=http://h', FEED_KIND: 'simulated' })).toEqual({ rugs: 'simulated' });
});

it('has the feed of FEED_NAME first, else the first of the list', () => {
  const first = (FEEDS: string) => feedsOf(settings({ FEEDS }))[0]!.name;
  expect(first('a=http://h,rugs=http://h')).toBe('rugs');
  expect(first('b=http://h,a=http://h')).toBe('b');
});

it('shares a list: everyone has some, nobody has two', () => {
  const FEEDS = Array.from({ length: 40 }, (_, n) => `f${n}=http://h/${n}`).join(',');
  const shares = [0, 1, 2].map((index) => feedsOf(settings({ FEEDS, FEEDS_SHARE: `${index}/3` })));
  expect(shares.flat().map(({ name }) => name)).toHaveLength(40);
  expect(new Set(shares.flat().map(({ name }) => name)).size).toBe(40);
});

it.each([
  ['a', 'a is not name=url'],
  ['a=ftp://h', 'is not name=url'],
  ['=http://h', 'a name has 1 to 40 letters, digits, - and _'],
  ['a.b=http://h', 'a name has 1 to 40'],
  [`${'a'.repeat(41)}=http://h`, 'a name has 1 to 40'],
  ['a=http://h,a=http://g', 'a stands in it twice'],
  ['simulated-2=live:https://h', 'simulated-2 cannot be live'],
  ['a=http://u:secret@', 'a=http://(hidden)@ is not'],
])('refuses %s', (FEEDS, why) => {
  expect(() => feedsOf(settings({ FEEDS }))).toThrow(why);
});
