/** What holds for every endpoint: chapters of Markdown for the head of the reference. */
export const guide: { id: string; title: string; text: string }[] = [
  {
    id: 'start',
    title: 'Start',
    text: `Confab is a conversation desk: customers write in, a team answers. Its API speaks the protocol of Chatwoot 4.10, so clients written for Chatwoot work with it; what it adds are only keys, headers, parameters and endpoints.

Everything of an account stands below \`/api/v1/accounts/{account_id}\`. Requests and answers are JSON. Every change answers \`200\`, with the record as it is now or with an empty body.`,
  },
  {
    id: 'authentication',
    title: 'Who is calling',
    text: `Send an access token in the header \`api_access_token\` (or \`api-access-token\`, for proxies that drop underscores). It belongs to a person or to a bot. It is never taken from the URL, where it would end up in logs.

A person who signed in has a session instead: the headers \`access-token\`, \`client\` and \`uid\` of the answer, sent back with every request. A bot may call only the endpoints that list it.

What you may not see does not exist: an agent sees the conversations of their inboxes and teams, and every other one is \`404\`. \`401\` means missing or wrong credentials, or an action that your role lacks.`,
  },
  {
    id: 'parameters',
    title: 'Parameters',
    text: `Parameters of the query and of the body are one set; bodies may be JSON, \`application/x-www-form-urlencoded\` or \`multipart/form-data\`. Lists are written \`labels[]=a&labels[]=b\` or \`labels=a&labels=b\`, nested values \`message[content]=Hello\`. Unknown parameters are ignored. A path may end in \`.json\`.

Times are unix seconds, where \`0\` means never, unless the field shows an ISO 8601 text.`,
  },
  {
    id: 'pages',
    title: 'Pages',
    text: `Lists take \`page\` and \`per_page\` (at most 100). To read a list to its end while it changes, follow the cursor instead: pass \`meta.next_cursor\` as \`cursor\` until it is null, or follow the \`Link\` header with \`rel="next"\`.

Reads carry an \`ETag\`. Send it back as \`If-None-Match\` and an unchanged answer is an empty \`304\`.`,
  },
  {
    id: 'retries',
    title: 'Repeating a change',
    text: `Give a change an \`Idempotency-Key\` of your choice. When its answer gets lost, send the same request with the same key again: it has one effect, and you get the first answer (marked \`Idempotent-Replayed: true\`), for 24 hours. While the first is still under way the answer is \`409\`; the key with another request is \`422\`.`,
  },
  {
    id: 'limits',
    title: 'Limits',
    text: `An address has 3,000 requests per minute, unless the operator decided otherwise; the headers \`RateLimit\` and \`RateLimit-Policy\` say how many are left. Beyond that the answer is \`429\` with \`Retry-After\`. A body may have 4 MB and 100,000 values (and 30 seconds to arrive, unless files are in it), a file 40 MB, a message 150,000 characters.

Every answer has an \`X-Request-Id\`. Name it when you report a problem.`,
  },
];
