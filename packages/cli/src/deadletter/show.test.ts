import { letterInFull, letterTable, pageLine } from './show.ts';

const letter = {
  key: '00000000-0000-4000-8000-00000000000a-17',
  kind: 'prediction',
  reason: 'invalid record: p_rug_40: Too big: expected number to be <=1',
  record: '{"kind":"prediction","p_rug_40":2}',
  created_at: new Date(Date.UTC(2025, 11, 7, 12, 30)),
};

it('shows a row a letter in the width of the terminal, its key always whole', () => {
  const lines = letterTable([letter, { ...letter, key: 'job-x', kind: 'job' }], 100).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^key +kind +when \(UTC\) +reason$/);
  expect(lines[1]).toContain(
    '00000000-0000-4000-8000-00000000000a-17  prediction  2025-12-07 12:30:00  inval',
  );
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  expect(lines[1]!.endsWith('…')).toBe(true);
  expect(letterTable([letter], 10)).toContain(letter.key);
});

it('says which page it is', () => {
  expect(pageLine({ page: 1, perPage: 20, total: 47 })).toBe('page 1 of 3, 47 dead letters');
  expect(pageLine({ page: 1, perPage: 20, total: 1 })).toBe('page 1 of 1, 1 dead letter');
  expect(pageLine({ page: 2, perPage: 20, total: 40 })).toBe('page 2 of 2, 40 dead letters');
});

it('shows one in full with its record, even one that was cut', () => {
  expect(letterInFull(letter)).toContain('"p_rug_40": 2');
  expect(letterInFull({ ...letter, record: '"xxx…' })).toContain('(it was cut when it was kept):\n"xxx…');
});

it('what a bad sender wrote does not speak to the terminal', () => {
  const evil = '\x1b[2Jhello\u202e\u009b1m\n';
  const bad = {
    ...letter,
    key: `job-${evil}`,
    kind: evil,
    reason: evil,
    record: JSON.stringify({ [evil]: evil }),
  };
  for (const text of [letterTable([bad], 200), letterInFull(bad)]) {
    expect(text).toContain('hello');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  }
});
