import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createWorld } from '../world.ts';
import { must, titleOf, type Endpoint } from './endpoints.ts';
import { should } from './endpoints-more.ts';
import { widget } from './endpoints-widget.ts';
import { fill, setScene, type Scene } from './scene.ts';
import { mismatch } from './shape.ts';

// The calls that clients written for this protocol make, each with what they read of the answer.
// docs/clients.md is the same table for people.

const world = await createWorld();
const { ada } = world;
let scene: Scene = {};
let session: Record<string, string> = {};
let visitor: Record<string, string> = {};

before(async () => {
  scene = await setScene(world);
  const credentials = { email: ada.email, password: 'Password1!' };
  const { headers } = await world.stranger.post('/auth/sign_in', credentials);
  const names = ['access-token', 'client', 'uid'];
  session = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
  const config = await world.stranger.post('/api/v1/widget/config', {
    website_token: scene['website'],
  });
  visitor = { 'x-auth-token': config.body.website_channel_config.auth_token };
});

interface Seen {
  status: number;
  body: unknown;
  headers: Record<string, unknown>;
}

async function call({ call: line, body, credentials = 'token' }: Endpoint): Promise<Seen> {
  const [method = '', path = ''] = line.split(' ');
  const below = /^\/(api|auth|public|widget|packs)\b/.test(path)
    ? path
    : `/api/v1/accounts/${scene['account']}${path}`;
  const own = { token: { api_access_token: ada.token }, session, visitor, none: {} }[credentials];
  const answer = await world.app.inject({
    method: method as 'GET',
    url: fill(below, scene),
    headers: { ...own, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { payload: JSON.stringify(fill(body, scene)) }),
  });
  const isJson = /json/.test(String(answer.headers['content-type']));
  const text = isJson ? answer.body : JSON.stringify(answer.body);
  const parsed: unknown = answer.body === '' ? undefined : JSON.parse(text);
  return { status: answer.statusCode, body: parsed, headers: answer.headers };
}

// What takes something away comes last, and the end of the session at the very end.
const endpoints = [
  ...widget,
  ...[...must, ...should].filter((each) => each.last !== true),
  ...[...should, ...must].filter((each) => each.last === true),
];

for (const endpoint of endpoints) {
  test(titleOf(endpoint), async () => {
    const { status, body, headers } = await call(endpoint);
    assert.ok(status === 200 || status === 204, `${status} ${JSON.stringify(body)}`);
    assert.equal(mismatch(endpoint.shape, body), undefined);
    if (endpoint.call === 'POST /auth/sign_in') {
      // All of the headers become one cookie, which browsers drop when it is longer than this.
      assert.ok(encodeURIComponent(JSON.stringify(headers)).length < 4000);
      for (const name of ['access-token', 'client', 'uid', 'expiry', 'token-type']) {
        assert.ok(String(headers[name]).length > 0, name);
      }
      assert.match(String(headers['expiry']), /^\d+$/);
    }
  });
}
