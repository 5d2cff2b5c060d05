import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { fixedAnswer } from '../http/fixed.ts';
import type { Document } from '../openapi/openapi.ts';
import { renderPage } from './page.ts';

/** GET /docs, the reference for people. The front page leads there as long as there is no console. */
export function docsRoutes(app: FastifyInstance, makeDocument: () => Document): void {
  app.get(
    '/docs',
    fixedAnswer(() => {
      const style = asset('style.css');
      const script = asset('script.mjs');
      return {
        type: 'text/html; charset=utf-8',
        body: renderPage(makeDocument(), { style, script }),
        headers: securityHeaders({ style, script }),
      };
    }),
  );
  app.get('/', async (_request, reply) => reply.redirect('/docs', 302));
}

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8').trim();

/** The page runs its own script and style, known by their hashes, and loads nothing from anywhere. */
function securityHeaders({ style, script }: { style: string; script: string }) {
  return {
    'content-security-policy': [
      "default-src 'none'",
      `style-src ${hash(style)}`,
      `script-src ${hash(script)}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}

const hash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
