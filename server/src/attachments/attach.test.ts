import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import {
  fetchFile,
  filesOnDisk,
  multipart,
  openConversation,
  picture,
  postParts,
  type Part,
} from '../../test/files.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, rex, stranger, acme } = world;
const messages = `/conversations/${await openConversation(world)}/messages`;
const widget = `/conversations/${await openConversation(world, acme.website)}/messages`;
const png = await picture('png');
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const html = '<!doctype html><html><script>alert(1)</script></html>';

/** A RIFF file with a header and one silent sample. */
const wav = Buffer.concat([
  Buffer.from(
    'RIFF\x26\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x02\0\0\0\0\0',
    'latin1',
  ),
]);
const mp4 = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2\0\0\0\x08free', 'latin1');

interface Kind {
  sent: string;
  part: Part;
  file_type: string;
  content_type: string;
  inline: boolean;
  width?: number;
}

const kinds: Kind[] = [
  {
    sent: 'a PNG',
    part: { filename: 'a.png', type: 'image/png', bytes: png },
    file_type: 'image',
    content_type: 'image/png',
    inline: true,
    width: 600,
  },
  {
    sent: 'a JPEG',
    part: { filename: 'a.jpg', type: 'image/jpeg', bytes: await picture('jpeg') },
    file_type: 'image',
    content_type: 'image/jpeg',
    inline: true,
    width: 600,
  },
  {
    sent: 'a GIF',
    part: { filename: 'a.gif', type: 'image/gif', bytes: await picture('gif') },
    file_type: 'image',
    content_type: 'image/gif',
    inline: true,
    width: 600,
  },
  {
    sent: 'a WebP',
    part: { filename: 'a.webp', type: 'image/webp', bytes: await picture('webp') },
    file_type: 'image',
    content_type: 'image/webp',
    inline: true,
    width: 600,
  },
  {
    sent: 'a PNG that says it is a PDF',
    part: { filename: 'a.pdf', type: 'application/pdf', bytes: png },
    file_type: 'image',
    content_type: 'image/png',
    inline: true,
    width: 600,
  },
  {
    sent: 'a GIF that is also a script',
    part: { filename: 'a.gif', type: 'image/gif', bytes: 'GIF89a=1;alert(1)//<script>' },
    file_type: 'image',
    content_type: 'image/gif',
    inline: true,
  },
  {
    sent: 'an SVG',
    part: { filename: 'a.svg', type: 'image/svg+xml', bytes: svg },
    file_type: 'file',
    content_type: 'application/octet-stream',
    inline: false,
  },
  {
    sent: 'an SVG that says it is a PNG',
    part: { filename: 'a.png', type: 'image/png', bytes: svg },
    file_type: 'file',
    content_type: 'application/octet-stream',
    inline: false,
  },
  {
    sent: 'an SVG behind an XML declaration',
    part: { filename: 'a.png', type: 'image/png', bytes: `<?xml version="1.0"?>${svg}` },
    file_type: 'file',
    content_type: 'application/octet-stream',
    inline: false,
  },
  {
    sent: 'HTML',
    part: { filename: 'a.html', type: 'text/html', bytes: html },
    file_type: 'file',
    content_type: 'application/octet-stream',
    inline: false,
  },
  {
    sent: 'HTML that says it is a PNG',
    part: { filename: 'a.png', type: 'image/png', bytes: html },
    file_type: 'file',
    content_type: 'application/octet-stream',
    inline: false,
  },
  {
    sent: 'HTML that says it is text',
    part: { filename: 'a.txt', type: 'text/plain', bytes: html },
    file_type: 'file',
    content_type: 'text/plain',
    inline: false,
  },
  {
    sent: 'JavaScript',
    part: { filename: 'a.js', type: 'text/javascript', bytes: 'alert(1)' },
    file_type: 'file',
    content_type: 'application/octet-stream',
    inline: false,
  },
  {
    sent: 'a PDF',
    part: { filename: 'a.pdf', type: 'application/pdf', bytes: '%PDF-1.7\n%\xe2\xe3' },
    file_type: 'file',
    content_type: 'application/pdf',
    inline: false,
  },
  {
    sent: 'a PDF that is also HTML',
    part: { filename: 'a.html', type: 'text/html', bytes: `%PDF-1.7\n${html}` },
    file_type: 'file',
    content_type: 'application/pdf',
    inline: false,
  },
  {
    sent: 'a voice recording',
    part: { filename: 'a.wav', type: 'audio/wav', bytes: wav },
    file_type: 'audio',
    content_type: 'audio/wav',
    inline: true,
  },
  {
    sent: 'a film',
    part: { filename: 'a.mp4', type: 'video/mp4', bytes: mp4 },
    file_type: 'video',
    content_type: 'video/mp4',
    inline: true,
  },
  {
    sent: 'a table',
    part: { filename: 'a.csv', type: 'text/csv', bytes: 'a,b\n1,2\n' },
    file_type: 'file',
    content_type: 'text/csv',
    inline: false,
  },
  {
    sent: 'an empty file',
    part: { filename: 'a.txt', type: 'text/plain', bytes: '' },
    file_type: 'file',
    content_type: 'text/plain',
    inline: false,
  },
];

for (const { sent, part, file_type, content_type, inline, width } of kinds) {
  test(`${sent} arrives as ${file_type}, is ${inline ? 'shown' : 'only saved'} and has the same bytes`, async () => {
    const answer = await postParts(ben, messages, [part]);
    assert.equal(answer.status, 200, answer.text);
    const [attachment] = answer.body.attachments;
    assert.equal(attachment.file_type, file_type);
    assert.equal(attachment.file_size, Buffer.from(part.bytes as Uint8Array).length);
    assert.equal(attachment.width, width ?? null);
    assert.equal(attachment.thumb_url === '', width === undefined);
    const file = await fetchFile(world, attachment.data_url);
    assert.equal(file.statusCode, 200);
    assert.deepEqual(file.rawPayload, Buffer.from(part.bytes as Uint8Array));
    assert.equal(file.headers['content-type'], content_type);
    assert.match(String(file.headers['content-disposition']), inline ? /^inline;/ : /^attachment;/);
    assert.equal(file.headers['x-content-type-options'], 'nosniff');
    assert.equal(file.headers['content-security-policy'], "sandbox; default-src 'none'");
  });
}

test('a message carries its files in the order in which they were sent, beside its text', async () => {
  const answer = await postParts(ben, messages, [
    { name: 'content', bytes: 'See below' },
    { filename: 'one.png', type: 'image/png', bytes: png },
    { name: 'private', bytes: 'true' },
    { filename: 'two.txt', type: 'text/plain', bytes: '2' },
  ]);
  assert.equal(answer.body.content, 'See below');
  assert.equal(answer.body.private, true);
  const names = answer.body.attachments.map((each: { data_url: string }) =>
    each.data_url.split('/').at(-1),
  );
  assert.deepEqual(names, ['one.png', 'two.txt']);
  const [keys] = [Object.keys(answer.body.attachments[0])];
  assert.deepEqual(keys, [
    'id',
    'message_id',
    'file_type',
    'account_id',
    'extension',
    'data_url',
    'thumb_url',
    'file_size',
    'width',
    'height',
  ]);
});

for (const name of ['attachments', 'attachments[]', 'attachments[0]', 'attachments[7]']) {
  test(`a file is found under ${name}`, async () => {
    const answer = await postParts(ben, messages, [
      { name, filename: 'a.txt', type: 'text/plain', bytes: 'x' },
    ]);
    assert.equal(answer.status, 200);
    assert.equal(answer.body.attachments.length, 1);
  });
}

test('a new conversation takes files with its first message', async () => {
  const answer = await postParts(ada, '/conversations', [
    { name: 'inbox_id', bytes: String(acme.support.id) },
    { name: 'contact_id', bytes: String(acme.mia.id) },
    { name: 'message[content]', bytes: 'Hello' },
    { name: 'message[attachments][]', filename: 'a.png', type: 'image/png', bytes: png },
  ]);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.messages[0].attachments[0].file_type, 'image');
});

test('16 files go with one message, 51 do not, and then none is kept', async () => {
  const file = { filename: 'a.txt', type: 'text/plain', bytes: 'x' };
  const many = await postParts(
    ben,
    messages,
    Array.from({ length: 16 }, () => file),
  );
  assert.equal(many.body.attachments.length, 16);
  const before = await filesOnDisk(world);
  const tooMany = await postParts(
    ben,
    messages,
    Array.from({ length: 51 }, () => file),
  );
  assert.equal(tooMany.status, 422);
  assert.match(tooMany.body.error, /^attachments\[\] has too many files/);
  assert.deepEqual(await filesOnDisk(world), before);
});

test('a bot sends files too', async () => {
  await sql(
    world,
    'insert into agent_bot_inboxes (account_id, inbox_id, agent_bot_id) values ($1, $2, $3)',
    [acme.id, acme.sales.id, rex.id],
  );
  const conversation = await openConversation(world, acme.sales);
  const answer = await postParts(rex, `/conversations/${conversation}/messages`, [
    { filename: 'a.png', type: 'image/png', bytes: png },
  ]);
  assert.equal(answer.body.attachments[0].file_type, 'image');
});

const hostile = [
  '../../../../etc/passwd',
  '..\\\\..\\\\boot.ini',
  '\u200B.htaccess',
  'a\u202Egnp.exe',
  'nul\0.png',
  'a%2e%2e%2fb.png',
  `${'n'.repeat(4096)}.png`,
  'CON',
  '..',
  'a;b.png',
  "o'neill\u2028.png",
  '日本語.png',
];
for (const filename of hostile) {
  test(`a file called ${JSON.stringify(filename.slice(0, 30))} is stored under a name of ours and served`, async () => {
    const answer = await postParts(ben, messages, [{ filename, type: 'image/png', bytes: png }]);
    assert.equal(answer.status, 200, answer.text);
    const [{ data_url, thumb_url, id }] = answer.body.attachments;
    const file = await fetchFile(world, data_url);
    assert.deepEqual(file.rawPayload, png);
    assert.match(String(file.headers['content-disposition']), /^inline; filename=["\w]/);
    assert.doesNotMatch(String(file.headers['content-disposition']), /[\0-\x1f\x7f-\uffff]/);
    assert.equal((await fetchFile(world, thumb_url)).statusCode, 200);
    const [blob] = await sql<{ key: string; filename: string }>(
      world,
      'select b.key, b.filename from blobs b join attachments a on a.blob_id = b.id where a.id = $1',
      [id],
    );
    assert.match(blob!.key, /^[0-9a-f]{32}$/);
    assert.ok(blob!.filename.length <= 255 && !/[\p{Cc}\p{Cf}/\\]/u.test(blob!.filename));
  });
}

const refusedByWidget = [
  { filename: 'a.exe', type: 'application/x-msdownload', bytes: 'MZ\x90\0\x03' },
  { filename: 'a.svg', type: 'image/svg+xml', bytes: svg },
  { filename: 'a.html', type: 'text/html', bytes: html },
  { filename: 'fake.png', type: 'image/png', bytes: html },
];
for (const part of refusedByWidget) {
  test(`a website inbox refuses ${part.filename}, an API inbox takes it`, async () => {
    const before = await filesOnDisk(world);
    const refused = await postParts(ben, widget, [part]);
    assert.equal(refused.status, 422);
    assert.deepEqual(refused.body, {
      error: 'Validation failed: Attachments file type not supported',
    });
    assert.deepEqual(await filesOnDisk(world), before);
    assert.equal((await postParts(ben, messages, [part])).status, 200);
  });
}

for (const { sent, part } of kinds.filter(
  ({ sent: kind }) => /PNG$|PDF$|table|voice|film/.test(kind) && !/SVG|HTML/.test(kind),
)) {
  test(`a website inbox takes ${sent}`, async () => {
    assert.equal((await postParts(ben, widget, [part])).status, 200);
  });
}

test('a deleted message takes its files with it: rows, addresses and events', async () => {
  const sent = await postParts(ben, messages, [
    { filename: 'a.png', type: 'image/png', bytes: png },
  ]);
  const [{ data_url, thumb_url }] = sent.body.attachments;
  assert.equal((await fetchFile(world, data_url)).statusCode, 200);
  assert.equal((await fetchFile(world, thumb_url)).statusCode, 200);
  const deleted = await ben.delete(`${messages}/${sent.body.id}`);
  assert.equal(deleted.status, 200);
  assert.equal(deleted.body.attachments, undefined);
  assert.equal((await fetchFile(world, data_url)).statusCode, 404);
  assert.equal((await fetchFile(world, thumb_url)).statusCode, 404);
  const [event] = await sql<{ keys: string[] }>(
    world,
    `select payload -> 'removed_files' as keys from events where name = 'message.updated' order by id desc limit 1`,
  );
  assert.equal(event!.keys.length, 1);
  const jobs = await sql(
    world,
    `select data from jobs.job where name = 'remove_files' and data -> 'keys' = $1::jsonb`,
    [JSON.stringify(event!.keys)],
  );
  assert.equal(jobs.length, 1);
});

test('a deleted conversation takes the files of all its messages with it', async () => {
  const conversation = await openConversation(world);
  const sent = await postParts(ada, `/conversations/${conversation}/messages`, [
    { filename: 'a.png', type: 'image/png', bytes: png },
    { filename: 'b.txt', type: 'text/plain', bytes: 'b' },
  ]);
  const urls = sent.body.attachments.map((each: { data_url: string }) => each.data_url) as string[];
  assert.equal((await fetchFile(world, urls[0]!)).statusCode, 200);
  assert.equal((await ada.delete(`/conversations/${conversation}`)).status, 200);
  for (const url of urls) assert.equal((await fetchFile(world, url)).statusCode, 404);
  const [event] = await sql<{ keys: string[] }>(
    world,
    `select payload -> 'removed_files' as keys from events where name = 'conversation.deleted' order by id desc limit 1`,
  );
  assert.equal(event!.keys.length, 2);
});

for (const [why, attachments] of [
  ['a number', [5]],
  ['an object', [{ key: 'x' }]],
  ['a list', [['x']]],
  ['true', true],
] as const) {
  test(`${why} is no attachment`, async () => {
    const answer = await ben.post(messages, { content: 'x', attachments });
    assert.equal(answer.status, 422);
    assert.match(answer.body.error, /^attachments must be files or signed ids/);
  });
}

test('an empty attachment is none', async () => {
  for (const attachments of ['', null, [], ['']]) {
    const answer = await ben.post(messages, { content: 'x', attachments });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.attachments, undefined);
  }
});

test('the same request again with its Idempotency-Key keeps one file', async () => {
  const key = { 'idempotency-key': 'send-me-once' };
  const part = { filename: 'once.png', type: 'image/png', bytes: png };
  const first = await postParts(ben, messages, [part], key);
  const before = await filesOnDisk(world);
  const again = await postParts(ben, messages, [part], key);
  assert.equal(again.text, first.text);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.deepEqual(await filesOnDisk(world), before);
  const other = await postParts(ben, messages, [{ ...part, bytes: await picture('gif') }], key);
  assert.equal(other.status, 422);
  assert.deepEqual(await filesOnDisk(world), before);
});

test('a message repeated with its echo_id keeps the files of the first', async () => {
  const parts = [
    { name: 'echo_id', bytes: 'echo-of-a-file' },
    { filename: 'a.png', type: 'image/png', bytes: png },
  ];
  const first = await postParts(ben, messages, parts);
  const before = await filesOnDisk(world);
  const again = await postParts(ben, messages, parts);
  assert.equal(again.body.id, first.body.id);
  assert.deepEqual(again.body.attachments, first.body.attachments);
  assert.deepEqual(await filesOnDisk(world), before);
});

test('what is refused leaves neither bytes nor records', async () => {
  const part = { filename: 'a.png', type: 'image/png', bytes: png };
  const blobs = async () => sql(world, 'select id from blobs order by id');
  const [files, records] = [await filesOnDisk(world), await blobs()];
  const refused: [number, Promise<{ status: number }>][] = [
    [401, postParts(stranger, messages, [part])],
    [
      401,
      postParts(
        {
          ...world.gil,
          post: (path, body, headers) =>
            world.gil.post(`/api/v1/accounts/${acme.id}${path}`, body, headers),
        },
        messages,
        [part],
      ),
    ],
    [404, postParts(world.dora, messages, [part])],
    [404, postParts(ben, '/conversations/99999/messages', [part])],
    [422, postParts(ben, messages, [part, { name: 'message_type', bytes: 'nonsense' }])],
    [422, postParts(ben, messages, [part, { name: 'attachments[]', bytes: 'no signed id' }])],
    [422, postParts(ben, messages, [part, { name: 'private[a]', bytes: 'x' }])],
    [200, postParts(ben, messages, [{ ...part, name: 'not_a_parameter' }])],
    [404, postParts(ben, '/nowhere', [part])],
    [200, postParts(ben, messages.replace('messages', 'toggle_priority'), [part])],
  ];
  for (const [status, answer] of refused) assert.equal((await answer).status, status);
  assert.deepEqual(await filesOnDisk(world), files);
  assert.deepEqual(await blobs(), records);
});

test('a route that takes no files writes none, not even for a moment', async () => {
  const { put } = world.platform.storage;
  let stored = 0;
  world.platform.storage.put = async (...file) => {
    stored += 1;
    return put(...file);
  };
  try {
    const parts = [
      { name: 'priority', bytes: 'high' },
      { filename: 'a.png', type: 'image/png', bytes: png },
    ];
    const answer = await postParts(ben, messages.replace('messages', 'toggle_priority'), parts);
    assert.deepEqual([answer.status, stored], [200, 0]);
    assert.equal((await ben.get(messages.replace('/messages', ''))).body.priority, 'high');
    await postParts(ben, messages, parts.slice(1));
    assert.equal(stored, 1);
  } finally {
    world.platform.storage.put = put;
  }
});

test('a body that ends too early is refused and leaves nothing', async () => {
  const before = await filesOnDisk(world);
  const { payload, headers } = multipart([{ filename: 'a.png', type: 'image/png', bytes: png }]);
  for (const cut of [20, 90, 200, payload.length - 40]) {
    const answer = await ben.post(messages, payload.subarray(0, cut), headers);
    assert.equal(answer.status, 400, `cut at ${cut}`);
    assert.deepEqual(answer.body, { status: 400, error: 'Bad Request' });
  }
  assert.deepEqual(await filesOnDisk(world), before);
});
