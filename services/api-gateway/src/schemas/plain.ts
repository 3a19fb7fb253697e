import * as z from 'zod';
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

/** Every answer that is not a success. */
export const errorAnswer = z.object({
  error: z.string(),
  parameter: z.string().optional().describe('Which parameter is wrong'),
  request_id: z.string().optional().describe('Names this request in the log'),
});
