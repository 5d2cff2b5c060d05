import { createHash } from 'node:crypto';

/**
 * Headers of a page that runs its own inline script and style, known by their hashes, and loads
 * nothing from anywhere but the `sources` it names: `img-src data:`.
 */
export const pageSecurity = (
  { style, script }: { style: string; script: string },
  sources: readonly string[],
): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    ...sources,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
});

const hash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
