import type { FastifyInstance } from 'fastify';
import { fixedAnswer } from '../http/fixed.ts';
import type { Document } from './openapi.ts';

/** GET /openapi.json, for programs. */
export function openApiRoutes(app: FastifyInstance, makeDocument: () => Document): void {
  const type = 'application/json; charset=utf-8';
  app.get(
    '/openapi.json',
    fixedAnswer(() => ({
      type,
      body: JSON.stringify(makeDocument()),
      // Tools in browsers, wherever they are served from, may read it: nothing in it is secret.
      headers: { 'access-control-allow-origin': '*' },
    })),
  );
}
