import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { fixedAnswer } from '../http/fixed.ts';
import { pageSecurity } from '../http/page-security.ts';

/** Where people come who follow the link of a mail: a page with a button, the same for everybody. */
export function mountUnsubscribePage(app: FastifyInstance): void {
  app.get(
    '/public/api/v1/notification_mails/:token',
    fixedAnswer(() => {
      const style = asset('page/style.css');
      const script = asset('page/script.mjs');
      const security = pageSecurity({ style, script }, ["connect-src 'self'", 'img-src data:']);
      return {
        type: 'text/html; charset=utf-8',
        body: page({ style, script }),
        headers: { ...security, 'x-robots-tag': 'noindex' },
      };
    }),
  );
}

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8').trim();

const page = ({ style, script }: { style: string; script: string }): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>No more mails</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<h1>No more mails?</h1>
<p>You will get no more mails about conversations of this account. In the product you are told of them all the same.</p>
<p><button type="button">Stop the mails</button></p>
<p><output></output></p>
<noscript>This page needs JavaScript.</noscript>
</main>
<script type="module">${script}</script>
</body>
</html>
`;
