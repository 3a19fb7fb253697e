import { addressesIn, masterIn, readView } from './view.ts';

const SLOT = 7221;
const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const OTHER = 'c'.repeat(40);

/** A node's answers, with these lines for the two that may have the slot. */
function view(port: number, lines: string[], { ok = true, byName = false } = {}) {
  const nodes = [...lines, `${OTHER} 10.0.0.3:6379@16379 master - 0 17 3 connected 10923-16383`, ''].join(
    '\n',
  );
  const info = `cluster_state:${ok ? 'ok' : 'fail'}\r\ncluster_slots_assigned:16384\r\n`;
  return readView({ host: '10.0.0.9', port }, { nodes, info }, byName);
}
const line = (id: string, flags: string, epoch: number, slots = '', address = `10.0.0.1:6379@16379`) =>
  `${id} ${address} ${flags} - 0 17 ${epoch} connected${slots && ` ${slots}`}`;

describe('the master of a slot', () => {
  it('is asked for at the address at which it has answered', () => {
    const views = [
      view(1, [line(OLD, 'myself,master', 2, '5461-10922'), line(NEW, 'slave', 2)]),
      view(2, [line(OLD, 'master', 2, '5461-10922'), line(NEW, 'myself,slave', 2)]),
    ];
    expect(masterIn(views, SLOT)).toEqual({ host: '10.0.0.9', port: 1 });
    expect(masterIn(views, 5460)).toBeUndefined();
  });

  it('is the newer one, also while the old one still takes itself for it', () => {
    const old = view(1, [line(OLD, 'myself,master', 2, '5461-10922'), line(NEW, 'slave,fail?', 2)]);
    const news = view(2, [line(OLD, 'master,fail', 2), line(NEW, 'myself,master', 7, '5461-10922')]);
    expect(masterIn([old, news], SLOT)).toEqual({ host: '10.0.0.9', port: 2 });
  });

  it('is nobody while the newer one is known by name only', () => {
    const old = view(1, [line(OLD, 'myself,master', 2, '5461-10922')]);
    const third = view(3, [line(OLD, 'master', 2), line(NEW, 'master', 7, '5461-10922')]);
    expect(masterIn([old, third], SLOT)).toBeUndefined();
  });

  it('is nobody while it does not serve', () => {
    const views = [view(1, [line(OLD, 'myself,master', 2, '5461-10922')], { ok: false })];
    expect(masterIn(views, SLOT)).toBeUndefined();
  });

  it('has a slot until it has left', () => {
    const leaving = `5461 7221 8000-9000 [7221->-${NEW}]`;
    const views = [
      view(1, [line(OLD, 'myself,master', 2, leaving)]),
      view(2, [
        line(OLD, 'master', 2, '5461 7221 8000-9000'),
        line(NEW, 'myself,master', 5, `[7221-<-${OLD}]`),
      ]),
    ];
    expect(masterIn(views, SLOT)).toEqual({ host: '10.0.0.9', port: 1 });
  });
});

it('reads addresses of all versions, and leaves out nodes without one', () => {
  const lines = [
    line(OLD, 'myself,master', 1, '0-5460', ':7001@17001'),
    line(NEW, 'master', 2, '', '10.0.0.2:7002@17002,redis-2.example,shard-id=9f'),
    line('d'.repeat(40), 'master', 2, '', 'fd00::4:7004'),
    line('e'.repeat(40), 'master,noaddr', 2, '', ':0@0'),
    line('f'.repeat(40), 'master', 2, '', '10.0.0.6:7006@17006,'),
  ];
  const addresses = (byName: boolean) =>
    addressesIn([view(1, lines, { byName })]).map(({ host, port }) => `${host} ${port}`);
  const same = ['fd00::4 7004', '10.0.0.6 7006', '10.0.0.3 6379'];
  expect(addresses(false)).toEqual(['10.0.0.9 7001', '10.0.0.2 7002', ...same]);
  expect(addresses(true)).toEqual(['10.0.0.9 7001', 'redis-2.example 7002', ...same]);
});
