import { randomBytes } from 'node:crypto';

/** In the form of standardwebhooks.com, which libraries for receivers read. */
export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
