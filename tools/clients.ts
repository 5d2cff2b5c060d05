/** Writes docs/clients.md: the calls that clients make, each with the test that makes it. */
import { must, titleOf, type Endpoint } from '../server/test/clients/endpoints.ts';
import { should } from '../server/test/clients/endpoints-more.ts';
import { widget } from '../server/test/clients/endpoints-widget.ts';
import { writeGenerated } from './generated.ts';

const test = 'server/test/clients/clients.test.ts';

const line = ({ call, clients, note }: Endpoint): string => {
  const address = call.replace(' /', ' `/').replace(/$/, '`');
  const what = note === undefined ? address : `${address} (${note})`;
  return `| ${what} | ${clients} | ${titleOf({ call, clients })} |`;
};

const table = (endpoints: readonly Endpoint[]): string =>
  ['| Call | Clients | Test |', '| --- | --- | --- |', ...endpoints.map(line)].join('\n');

const page = `# What clients call

Written by \`tools/clients.ts\` from the table that \`${test}\` makes every call of, in a test of the
name that stands here (\`node bin/test.ts server/test/clients --only "GET /inboxes answers"\`). What the answer must have stands in
\`server/test/clients/endpoints*.ts\`. Addresses without another root are below \`/api/v1/accounts/{account_id}\`.

D dashboard · M mobile app · C command line · S SDKs and Evolution API · N n8n nodes · P MCP server · W website widget

## To sign in, see, open and answer

${table(must)}

## Ordinary work, and the usual course of integrations

${table(should)}

## The chat on a website

${table(widget)}

## What needs more than one call

| Call | Clients | Test |
| --- | --- | --- |
| PUT \`/auth/password\` · POST \`/auth/confirmation\` | D M | \`server/src/auth/recovery.test.ts\` |
| POST \`/auth/sign_in\` with \`mfa_token\`, \`/api/v1/profile/mfa/*\` | D M | \`server/src/auth/two-factor.test.ts\` |
| PATCH \`/contacts/{contact}\` with a picture, POST \`/contacts/import\` | D | \`server/src/contacts\` |
| WebSocket \`/cable\`: subscribe, presence, and every event to whom it concerns | D M | \`server/src/realtime\`, \`server/src/cable\` |
| GET \`/app*\` as HTML with its globals, and what it loads | D | \`server/src/console/console.test.ts\` |
| deliveries to the URLs of webhooks, API inboxes and bots | S N | \`server/src/webhooks\` |
| every method of \`@figuro/chatwoot-sdk\` | S | \`server/test/sdk\` |
`;

writeGenerated('docs/clients.md', page);
