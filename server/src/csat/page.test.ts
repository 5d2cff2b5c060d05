import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';

const { stranger } = await createWorld();
const path = '/survey/responses/8a0c2f0e-6d0b-4a54-9b5d-3a1f6c1f0b7e';

test('the address in a survey leads to a page that runs its own script and loads nothing from elsewhere', async () => {
  const { status, text, headers } = await stranger.get(path);
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  const policy = String(headers['content-security-policy']);
  for (const [tag, directive] of [['style', 'style-src'], ['script', 'script-src']] as const) {
    const [, inner = ''] = new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`).exec(text) ?? [];
    assert.ok(inner.length > 1000);
    const hash = createHash('sha256').update(inner).digest('base64');
    assert.ok(policy.includes(`${directive} 'sha256-${hash}'`), tag);
  } // prettier-ignore
  assert.ok(policy.startsWith("default-src 'none'") && policy.includes("frame-ancestors 'none'"));
  assert.doesNotMatch(text, /https?:\/\/|innerHTML|src="|href="(?!data:,)/);
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['x-robots-tag'], 'noindex');
});

test('the page is the same for every survey: it tells nobody which there are', async () => {
  const { text } = await stranger.get(path);
  assert.equal((await stranger.get('/survey/responses/nonsense')).text, text);
});
