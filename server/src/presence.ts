import { lately } from './db/lately.ts';

/** SQL: whether somebody is there, `p` being an alias of presence: they say so more often than this. */
export const isPresent = (p: string): string => lately(`${p}.seen_at`, '20 seconds', '20 seconds');
