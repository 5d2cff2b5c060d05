import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { fixedAnswer } from '../http/fixed.ts';
import { pageSecurity } from '../http/page-security.ts';

/**
 * GET /survey/responses/:uuid, where the links of surveys lead: the same page for everybody, which asks
 * the public endpoint what to show (contract: customer §2.6).
 */
export function mountSurveyPage(app: FastifyInstance): void {
  app.get(
    '/survey/responses/:uuid',
    fixedAnswer(() => {
      const style = asset('page/style.css');
      const script = asset('page/script.mjs');
      return {
        type: 'text/html; charset=utf-8',
        body: page({ style, script }),
        headers: securityHeaders({ style, script }),
      };
    }),
  );
}

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8').trim();

interface Parts {
  style: string;
  script: string;
}

const page = ({ style, script }: Parts): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Survey</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main><noscript>This survey needs JavaScript. / Esta encuesta necesita JavaScript.</noscript></main>
<script type="module">${script}</script>
</body>
</html>
`;

/** The address is all it takes to answer: it goes nowhere. */
const securityHeaders = (parts: Parts): Record<string, string> => ({
  ...pageSecurity(parts, ["connect-src 'self'", "img-src 'self' data:"]),
  'x-robots-tag': 'noindex',
});
