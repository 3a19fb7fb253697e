import { waitingWords } from './exception.ts';

it('does not say that every game is verified while some wait for their seed', () => {
  expect(waitingWords(0)).toBe('Every game that has ended is verified.');
  expect(waitingWords(1)).toBe('1 game waits: its seed is not revealed or not checked yet.');
  expect(waitingWords(6)).toBe('6 games wait: their seeds are not revealed or not checked yet.');
});
