import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { escapeHtml } from '../http/escape-html.ts';
import type { Platform } from '../platform.ts';
import { findApp } from './dashboard-apps.ts';
import { isOwn, originOf, type Frame } from './rules.ts';

const PURPOSE = 'dashboard app';
/** Seconds for which an address can be loaded: as long as somebody works with a page that is open. */
const LASTS = 12 * 60 * 60;

const secondsNow = (): number => Math.floor(Date.now() / 1000);

/**
 * Where the console finds the page in which an app is framed. A page is loaded without the headers by which the
 * API knows people, so the address itself says what may be seen.
 */
export async function frameAddress(
  db: Db,
  vault: Vault,
  { actor, id }: { actor: Actor; id: unknown },
): Promise<{ url: string }> {
  const app = await findApp(db, actor, id);
  const value = `${actor.account_id}.${app.id}.${secondsNow() + LASTS}`;
  return { url: `/dashboard_apps/${vault.sign(PURPOSE, value)}` };
}

interface App {
  title: string;
  content: Frame[];
}

/**
 * GET /dashboard_apps/:signed: a page of ours that holds the pages of one app, and whose policy names their
 * origins and no other. The console frames it, and so needs no word about apps in a policy of its own: that
 * would be the one of the moment when the console was loaded, before somebody signed in or added the app.
 */
export function mountFramePage(app: FastifyInstance, { pool, vault, config }: Platform): void {
  app.get<{ Params: { signed: string } }>('/dashboard_apps/:signed', async (request, reply) => {
    const shown = await signedApp(pool, vault, request.params.signed);
    void reply.headers(headersOf(shown?.content ?? []));
    if (shown === undefined) void reply.code(404);
    const own = [new URL(config.baseUrl).host, request.host];
    return reply.type('text/html; charset=utf-8').send(page(shown, own));
  });
}

const find = `select title, content from dashboard_apps where account_id = $1 and id = $2`;

async function signedApp(db: Db, vault: Vault, signed: string): Promise<App | undefined> {
  const [account_id, id, until] = (vault.verify(PURPOSE, signed) ?? '').split('.').map(Number);
  if (until === undefined || until < secondsNow()) return undefined;
  return row<App & Record<string, unknown>>(db, find, [account_id, id]);
}

const style = 'html,body{height:100%;margin:0}body{display:grid;grid-auto-rows:1fr;overflow:hidden}iframe{width:100%;height:100%;border:0;background:#fff}'; // prettier-ignore
const styleHash = createHash('sha256').update(style).digest('base64');

function headersOf(content: Frame[]): Record<string, string> {
  const origins = new Set(content.map(({ url }) => originOf(url) ?? "'none'"));
  return {
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      `frame-src ${origins.size === 0 ? "'none'" : [...origins].join(' ')}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
    ].join('; '),
    // The address of this page lets in whoever has it.
    'referrer-policy': 'strict-origin',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
  };
}

/** What a page of others may do; never lead the console itself elsewhere. */
const abilities = 'allow-scripts allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox'; // prettier-ignore

/** A page of our own origin would have the run of the console if it kept that origin. */
const sandboxOf = (url: string, own: readonly string[]): string =>
  isOwn(url, own) ? abilities : `${abilities} allow-same-origin`;

const page = (app: App | undefined, own: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<title>${escapeHtml(app?.title ?? 'Not found')}</title>
<style>${style}</style>
</head>
<body>
${(app?.content ?? []).map(({ url }) => `<iframe src="${escapeHtml(url)}" title="${escapeHtml(app?.title ?? '')}" sandbox="${sandboxOf(url, own)}" allow="clipboard-write"></iframe>`).join('\n')}
</body>
</html>
`; // prettier-ignore
