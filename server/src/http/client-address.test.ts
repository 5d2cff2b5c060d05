import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressGroup, addressList, plainAddress } from './client-address.ts';

test('every spelling of an address is the same address', () => {
  for (const [text, address] of [
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['[2001:DB8:0:0::0:1]:443', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
  ] as const) {
    assert.equal(plainAddress(text), address, text);
  }
});

test('what is no address is none', () => {
  for (const text of [undefined, '', 'unknown', '_hidden', '1.2.3', '1.2.3.4.5', 'a:b', '[]:80']) {
    assert.equal(plainAddress(text), undefined, text);
  }
});

test('all addresses of one IPv6 network count as one, and IPv4 addresses one by one', () => {
  assert.equal(addressGroup('2001:db8:1:2:3:4:5:6'), addressGroup('2001:db8:1:2:ffff::1'));
  assert.equal(addressGroup('2001:db8:1:2::'), addressGroup('2001:db8:1:2:0:0:0:9'));
  assert.notEqual(addressGroup('2001:db8:1:2::1'), addressGroup('2001:db8:1:3::1'));
  assert.notEqual(addressGroup('1::2:3:4:5:6'), addressGroup('1:2:3:4:5:6::'));
  assert.equal(addressGroup('203.0.113.7'), '203.0.113.7');
});

test('an operator exempts single addresses and networks, in any spelling', () => {
  const isExempt = addressList(['127.0.0.1', '::1', '10.0.0.0/8', '2001:db8::/32', 'nonsense', '']);
  for (const address of ['127.0.0.1', '::1', '10.200.3.4', '2001:db8:9::1']) {
    assert.equal(isExempt(address), true, address);
  }
  for (const address of ['127.0.0.2', '::2', '11.0.0.1', '2001:db9::1', 'unknown']) {
    assert.equal(isExempt(address), false, address);
  }
});
