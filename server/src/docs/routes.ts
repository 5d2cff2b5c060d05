import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { fixedAnswer } from '../http/fixed.ts';
import { pageSecurity } from '../http/page-security.ts';
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
        headers: pageSecurity({ style, script }, ['img-src data:']),
      };
    }),
  );
}

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8').trim();
