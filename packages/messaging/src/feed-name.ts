import * as z from 'zod';

/** The name of a feed: the first part of every key, and a parameter of every address. */
export const FEED_NAME = /^[A-Za-z0-9_-]{1,40}$/;
export const feedName = z.string().regex(FEED_NAME);
