import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elsewhere } from '../../../server/test/attacks/elsewhere.ts';
import { ownAddress } from './return-to.ts';

const here = 'https://desk.example.com/app/login?return_to=x';

test('who signs in goes on to where they wanted to be in this application', () => {
  for (const wanted of [
    '/app/accounts/1/conversations/2',
    '/app/accounts/1/contacts?page=2&q=%2F%2Fx#top',
    '/app/no-account',
  ]) {
    assert.equal(ownAddress(wanted, here), wanted);
  }
});

test('nothing that is asked for leads to another host, or back to signing in', () => {
  for (const wanted of [...elsewhere, null, '', '/', '/app', '/app/login', '/app/auth/password/edit', '/application/x']) {
    const address = ownAddress(wanted, here);
    if (address === undefined) continue;
    // What is left is read twice: by the router, and by the browser that shows it.
    const url = new URL(address, here);
    assert.equal(url.origin, 'https://desk.example.com', String(wanted));
    assert.match(url.pathname, /^\/app\/(?!login|auth)/, String(wanted));
    assert.doesNotMatch(address, /^[/\\]{2}|[\\\r\n\t]/, String(wanted));
  }
}); // prettier-ignore
