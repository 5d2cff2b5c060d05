import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { escapeHtml } from '../http/escape-html.ts';
import { fixedAnswer } from '../http/fixed.ts';
import { vapidKeys } from '../notifications/vapid.ts';
import type { Platform } from '../platform.ts';
import { builtConsole } from './files.ts';
import { consoleGlobals } from './globals.ts';

/**
 * GET /app and everything below: the console, one page for every address (contract: platform §11). `/` leads
 * there. What the page finds in `window` is set by a script of its own, because it allows none inline.
 */
export function mountConsolePage(app: FastifyInstance, { config, vault }: Platform): void {
  const page = fixedAnswer(() => ({
    type: 'text/html; charset=utf-8',
    body: pageOf(builtConsole()),
    headers: headersOf(config),
  }));
  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    wantsJson(request) ? reply.code(406).send({ error: NO_JSON }) : page(request, reply);
  app.get('/', async (_request, reply) => reply.redirect('/app', 302));
  app.get('/app', show);
  app.get('/app/*', show);
  app.get(
    '/packs/console/settings.js',
    fixedAnswer(() => ({
      type: 'text/javascript; charset=utf-8',
      body: consoleGlobals(config, vapidKeys(config, vault).publicKey),
    })),
  );
}

const NO_JSON = 'Please use API routes instead of dashboard routes for JSON requests';

const wantsJson = ({ url, headers }: FastifyRequest): boolean =>
  /^[^?]*\.json(\?|$)/.test(url) || /^\s*application\/json\s*(;|$)/.test(headers.accept ?? '');

function headersOf({ baseUrl }: Pick<Config, 'baseUrl'>): Record<string, string> {
  // Pictures and files have this address, also where the page was opened by another one.
  const own = `'self' ${new URL(baseUrl).origin}`;
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      // Mails are framed with their own styles, and a frame inherits this policy.
      "style-src 'self' 'unsafe-inline'",
      `connect-src ${own} ${own.replaceAll(/http(s?):/g, 'ws$1:').slice("'self' ".length)}`,
      // Pictures of a mail, once its reader wants to see them.
      `img-src ${own} https: data: blob:`,
      `media-src ${own} https: blob:`,
      // The page around a dashboard app is ours (dashboard-apps/frame-page.ts), as is the example of a chat.
      "frame-src 'self'",
      "font-src 'self'",
      "manifest-src 'self'",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'self'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'geolocation=(), payment=(), usb=(), camera=()',
    'referrer-policy': 'same-origin',
    'x-robots-tag': 'noindex',
  };
}

const pageOf = ({ script, style }: { script: string; style: string }): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Confab</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/packs/console/${escapeHtml(style)}">
<script src="/packs/console/settings.js"></script>
<script type="module" src="/packs/console/${escapeHtml(script)}"></script>
</head>
<body>
<div id="root"><noscript>Confab needs JavaScript. / Confab necesita JavaScript.</noscript></div>
</body>
</html>
`;
