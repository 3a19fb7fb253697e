import { z } from 'zod';

/** `?limit=`: a whole number from 1 to `max`. */
export const limitQuery = (max: number, byDefault: number) =>
  z.object({ limit: z.coerce.number().int().min(1).max(max).default(byDefault) });
