import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { createBacklog, type Backlog, type Debtor } from './backlog.ts';

interface Client extends Debtor {
  unsent: number;
  isCut: boolean;
}

const client = (unsent: number): Client => ({
  unsent,
  isCut: false,
  cut() {
    this.isCut = true;
    this.unsent = 0;
  },
});

const LOOK = 200;
let backlog: Backlog;

function behind(...unsent: number[]): Client[] {
  mock.timers.enable({ apis: ['setInterval'] });
  backlog = createBacklog(100);
  const clients = unsent.map(client);
  for (const each of clients) backlog.note(each);
  return clients;
}

afterEach(() => {
  backlog.close();
  mock.timers.reset();
});

test('of many who are a little behind, those go who have left the most unread', () => {
  const clients = behind(30, 50, 20, 40);
  mock.timers.tick(LOOK);
  assert.deepEqual(clients.map(({ isCut }) => isCut), [false, true, false, false]);
}); // prettier-ignore

test('nobody goes while there is room for all', () => {
  const clients = behind(50, 50);
  mock.timers.tick(LOOK);
  assert.ok(clients.every(({ isCut }) => !isCut));
  for (const each of clients) each.unsent += 1;
  mock.timers.tick(LOOK);
  assert.equal(clients.filter(({ isCut }) => isCut).length, 1);
});

test('who has read everything owes nothing any more, until noted again', () => {
  const [first, second] = behind(10, 10) as [Client, Client];
  first.unsent = 0;
  second.unsent = 0;
  mock.timers.tick(LOOK);
  first.unsent = 1000;
  mock.timers.tick(LOOK);
  assert.equal(first.isCut, false);
  backlog.note(first);
  mock.timers.tick(LOOK);
  assert.equal(first.isCut, true);
});
