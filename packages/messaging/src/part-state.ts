import * as z from 'zod';

/** How something that a service needs is doing, and since when (ms since 1970). */
export const partState = z.object({ ok: z.boolean(), error: z.string().nullable(), since: z.number() });
export type PartState = z.infer<typeof partState>;
