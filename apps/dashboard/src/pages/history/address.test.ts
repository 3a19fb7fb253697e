import { exportedFilters, gameQuery, readAddress, withCursor, withFilters, withRows } from './address.ts';

const read = (query: string) => readAddress(new URLSearchParams(query));

describe('the address of the history', () => {
  it('says list, filters, rows and page', () => {
    expect(
      read(
        'list=side-bets&rows=100&cursor=abc&verdict=mismatch&ended=24h&min_end=80&min_peak=1.5&inside=false',
      ),
    ).toEqual({
      list: 'side-bets',
      rows: 100,
      cursor: 'abc',
      filters: {
        ended: '24h',
        min_end: '80',
        max_end: '',
        min_peak: '1.5',
        inside: 'false',
        verdict: 'mismatch',
      },
    });
  });

  it('leaves out what it should not say', () => {
    expect(read('list=x&rows=7&verdict=guilty&ended=for ever&min_end=-1&inside=maybe&min_peak=1e9')).toEqual(
      read(''),
    );
  });

  it('begins at the newest page when a filter or the length changes', () => {
    const before = new URLSearchParams('cursor=abc&verdict=mismatch');
    expect(withFilters({ verdict: '' })(before).toString()).toBe('');
    expect(withRows(50)(before).toString()).toBe('verdict=mismatch&rows=50');
    expect(withCursor('def')(before).toString()).toBe('cursor=def&verdict=mismatch');
  });

  it('becomes a question that stays the same within a minute', () => {
    const now = Date.parse('2025-11-24T13:49:57Z');
    const query = gameQuery(read('ended=1h&min_end=80'), now);
    expect(query).toMatchObject({
      from: '2025-11-24T12:49:00.000Z',
      min_end: '80',
      limit: 20,
      cursor: undefined,
    });
    expect(gameQuery(read('ended=1h&min_end=80'), now + 2000)).toEqual(query);
  });

  it('exports what its filters hold, whatever the page, and only games have filters', () => {
    const now = Date.parse('2025-11-24T13:49:57Z');
    expect(exportedFilters(read('ended=1h&min_end=80&inside=false&rows=50&cursor=abc'), now)).toEqual({
      ended: 'true',
      from: '2025-11-24T12:49:00.000Z',
      min_end: '80',
      max_end: '',
      min_peak: '',
      inside: 'false',
      verdict: '',
    });
    expect(exportedFilters(read('list=predictions&min_end=80'), now)).toEqual({});
  });
});
