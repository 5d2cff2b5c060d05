import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpError, notFound } from '../errors.ts';
import { fixedAnswer } from '../http/fixed.ts';

const dist = join(import.meta.dirname, '../../../widget/dist');

/** The names of what `widget/build.ts` made. */
interface Built {
  script: string;
  style: string;
  sdk: string;
  sound: string;
}

let built: Built | undefined;

/** Throws 503 as long as nobody has built the chat, which every usual way of starting does. */
export function builtFiles(): Built {
  try {
    built ??= JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Built;
  } catch {
    throw new HttpError(503, { error: 'The website chat is not built: run npm run build' });
  }
  return built;
}

// Pages of any origin load these (contract: customer §3.11).
const open = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
const FIVE_MINUTES = 'public, max-age=300';
const A_DAY = 'public, max-age=86400';
const A_YEAR = 'public, max-age=31536000, immutable';
const types = {
  script: 'text/javascript; charset=utf-8',
  sdk: 'text/javascript; charset=utf-8',
  style: 'text/css; charset=utf-8',
  sound: 'audio/mpeg',
};

const answerWith = (which: keyof Built, cacheControl: string) =>
  fixedAnswer(() => ({
    type: types[which],
    body: readFileSync(join(dist, builtFiles()[which])),
    headers: { ...open, 'cache-control': cacheControl },
  }));

/** What websites and the page of their chat load: /packs/js/sdk.js, a sound, and the page's own script and style. */
export function mountWidgetFiles(app: FastifyInstance): void {
  app.get('/packs/js/sdk.js', answerWith('sdk', FIVE_MINUTES));
  app.get('/audio/widget/ding.mp3', answerWith('sound', A_DAY));
  const current = {
    script: answerWith('script', A_YEAR),
    style: answerWith('style', A_YEAR),
  };
  app.get('/packs/widget/:name', async (request: FastifyRequest, reply: FastifyReply) => {
    const { name } = request.params as { name: string };
    const { script, style } = builtFiles();
    if (name === script) return current.script(request, reply);
    if (name === style) return current.style(request, reply);
    throw notFound();
  });
}
