import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpError, notFound } from '../errors.ts';
import { fixedAnswer } from '../http/fixed.ts';

const dist = join(import.meta.dirname, '../../../console/dist');

/** What `console/build.ts` made: the page loads `script` and `style`, and `files` are all that there are. */
interface Built {
  script: string;
  style: string;
  files: string[];
}

let built: Built | undefined;

/** Throws 503 as long as nobody has built the console, which every usual way of starting does. */
export function builtConsole(): Built {
  try {
    built ??= JSON.parse(readFileSync(join(dist, 'built.json'), 'utf8')) as Built;
  } catch {
    throw new HttpError(503, { error: 'The console is not built: run npm run build' });
  }
  return built;
}

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.mp3': 'audio/mpeg',
  '.webmanifest': 'application/manifest+json',
};

const answers = new Map<string, ReturnType<typeof fixedAnswer>>();

/** The scripts, styles and pictures of the console. Their names change with what is in them. */
export function mountConsoleFiles(app: FastifyInstance): void {
  app.get('/packs/console/:name', async (request: FastifyRequest, reply: FastifyReply) => {
    const { name } = request.params as { name: string };
    // Only what was built has an answer, so that no name leads to another file.
    if (!builtConsole().files.includes(name)) throw notFound();
    const answer = answers.get(name) ?? fixedAnswer(() => fileAnswer(name));
    answers.set(name, answer);
    return answer(request, reply);
  });
}

const fileAnswer = (name: string) => ({
  br: readFileSync(join(dist, `${name}.br`)),
  type: types[extname(name)] ?? 'application/octet-stream',
  body: readFileSync(join(dist, name)),
  headers: { 'cache-control': 'public, max-age=31536000, immutable' },
});
