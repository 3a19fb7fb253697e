import * as z from 'zod';

const key = z.string().min(1).max(300);

/** What an administrator asks for, and of which dead letters: by name, of a kind, or all that are there when it begins. */
export const deadLetterAction = z
  .strictObject({
    action: z.enum(['retry', 'discard']),
    keys: z.array(key).min(1).max(100).optional(),
    kind: z.string().min(1).max(50).optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ keys, kind, all }) => [keys, kind, all].filter((given) => given !== undefined).length === 1, {
    message: 'give one of keys, kind and all',
    path: ['keys'],
  });
export type DeadLetterAction = z.infer<typeof deadLetterAction>;

/** How many letters it came to, by what became of them. */
export const actionResult = z.object({
  stored: z.int(),
  discarded: z.int(),
  refused: z.int(),
  missing: z.int(),
});
export type ActionResult = z.infer<typeof actionResult>;
