import * as z from 'zod';
import { isoTime } from './common.ts';

export const statusCheckBody = z.object({ client_name: z.string().min(1).max(200) });

export const statusCheck = z.object({ id: z.string(), client_name: z.string(), timestamp: isoTime });
