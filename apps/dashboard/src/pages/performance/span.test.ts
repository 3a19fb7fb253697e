import { readSpan, spanOf } from './span.ts';

const span = (query: string) => spanOf(readSpan(new URLSearchParams(query)));

it('a day in hours, a week in six hours, a month in days', () => {
  expect(span('')).toEqual({ hours: 24, step: 'hour' });
  expect(span('last=7d')).toEqual({ hours: 168, step: '6h' });
  expect(span('last=30d')).toEqual({ hours: 720, step: 'day' });
  expect(span('last=99d')).toEqual({ hours: 24, step: 'hour' });
});

it('days of the reader, both included', () => {
  const asked = span('from=2025-11-01&to=2025-11-03');
  expect(asked).toMatchObject({ step: '6h' });
  if (!('from' in asked)) throw new Error('no range');
  const hours = (Date.parse(asked.to) - Date.parse(asked.from)) / 3_600_000;
  expect(Math.round(hours)).toBe(72);
});

it('a range that ends before it begins is none', () => {
  expect(readSpan(new URLSearchParams('from=2025-11-03&to=2025-11-01'))).toEqual({ is: '24h' });
});
