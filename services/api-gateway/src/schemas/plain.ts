import { z } from 'zod';
import { isoTime } from './common.ts';

/** `GET /api/`. */
export const greeting = z.object({ message: z.string() });

/** `GET /api/health`. */
export const health = z.object({
  status: z.string(),
  timestamp: isoTime,
  rugs_connected: z.boolean(),
  version: z.string().describe('One client compares it with 2.0.0'),
});
