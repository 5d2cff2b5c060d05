import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ContactActor, Website } from '../auth/actor.ts';
import { throttle } from '../auth/throttles.ts';
import { admitVisitor } from '../auth/visitor-access.ts';
import type { Config } from '../config.ts';
import { transaction } from '../db/pool.ts';
import { HttpError } from '../errors.ts';
import { clientAddress } from '../http/client-address.ts';
import { escapeHtml } from '../http/escape-html.ts';
import type { Platform } from '../platform.ts';
import { builtFiles } from './files.ts';
import { pageGlobals } from './page-globals.ts';
import { frameAncestors, isOrigin } from './page-rules.ts';
import { newVisitor } from './sessions.ts';
import { showSettings } from './settings.ts';

/**
 * GET /widget, the window of a website: what stands in its frame, in a window of its own, and in the web
 * views of mobile apps (contract: customer §3.1).
 */
export function mountWidgetPage(app: FastifyInstance, platform: Platform): void {
  app.get('/widget', { exposeHeadRoute: false }, async (request, reply) => {
    const website = await websiteOf(platform, request);
    const { script, style } = builtFiles();
    const visitor = await visitorOf(platform, { request, website });
    const settings = await showSettings(platform.pool, platform, { website, visitor });
    const nonce = randomBytes(16).toString('base64');
    void reply.headers(headersOf(platform.config, { website, nonce }));
    return send(reply, page({ nonce, script, style, globals: pageGlobals(settings) }));
  });
}

async function websiteOf(platform: Platform, request: FastifyRequest): Promise<Website> {
  try {
    await admitVisitor(platform, request, ['website']);
  } catch (error) {
    const isUnknown = error instanceof HttpError && error.status === 404;
    throw isUnknown ? new HttpError(404, { error: 'web widget does not exist' }) : error;
  }
  return request.website as Website;
}

/**
 * Who opens it. Our own script names itself as the `host` that hands the session over, so that nobody is
 * made up for those who only pass by, and no token stands in an address. Everybody else is a new visitor.
 */
async function visitorOf(
  platform: Platform,
  { request, website }: { request: FastifyRequest; website: Website },
): Promise<ContactActor | undefined> {
  if (request.visitor !== undefined) return request.visitor;
  if (isOrigin((request.query as Record<string, unknown>)['host'])) return undefined;
  await throttle(platform, { widget_visitors_address: clientAddress(request) });
  return transaction(platform.pool, async (tx) => newVisitor(tx, website));
}

function headersOf(
  { baseUrl }: Pick<Config, 'baseUrl'>,
  { website, nonce }: { website: Website; nonce: string },
): Record<string, string> {
  // Pictures and files have this address, also where the page was opened by another one.
  const own = `'self' ${new URL(baseUrl).origin}`;
  const sockets = own.replaceAll(/http(s?):/g, 'ws$1:');
  const ancestors = frameAncestors(website.allowed_domains);
  return {
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'self'`,
      `connect-src ${own} ${sockets.slice("'self' ".length)}`,
      // Pictures that the team sends, and of cards.
      `img-src ${own} https: data: blob:`,
      `media-src ${own} https: blob:`,
      "base-uri 'none'",
      "form-action 'none'",
      ...(ancestors === '' ? [] : [`frame-ancestors ${ancestors}`]),
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'permissions-policy': 'geolocation=(), payment=(), usb=()',
    'x-robots-tag': 'noindex',
  };
}

interface Parts {
  nonce: string;
  script: string;
  style: string;
  globals: string;
}

const page = ({ nonce, script, style, globals }: Parts): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="robots" content="noindex">
<title>Chat</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/packs/widget/${escapeHtml(style)}">
<script nonce="${nonce}">
${globals}
</script>
<script type="module" nonce="${nonce}" src="/packs/widget/${escapeHtml(script)}"></script>
</head>
<body>
<div id="app"><noscript>This chat needs JavaScript. / Este chat necesita JavaScript.</noscript></div>
</body>
</html>
`;

const send = (reply: FastifyReply, body: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(body);
