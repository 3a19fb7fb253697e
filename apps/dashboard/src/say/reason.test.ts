import { plainReason } from './reason.ts';

it.each([
  ['connect ECONNREFUSED the server', 'connection refused'],
  ['connection <monitor> to the server timed out', 'no answer in time'],
  ['connection 3 to the server closed', 'the connection was closed'],
  ['worker 1 is silent', 'worker 1 is silent'],
])('%s: %s', (why, plain) => {
  expect(plainReason(why)).toBe(plain);
});
