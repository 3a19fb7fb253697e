const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'connection refused'],
  [/ECONNRESET|connection.* closed/i, 'the connection was closed'],
  [/ENOTFOUND|EAI_AGAIN/, 'its name is not known'],
  [/ETIMEDOUT|timed out/i, 'no answer in time'],
];

/** A driver's reason in plain words; as it is where it has some of its own. */
export const plainReason = (why: string): string => PLAIN.find(([pattern]) => pattern.test(why))?.[1] ?? why;
