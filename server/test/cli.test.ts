import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { confab, freePort, newDataDir } from './command.ts';

interface FirstRun {
  url: string;
  account_id: number;
  email: string;
  password: string;
  api_access_token: string;
}

const DATA_DIR = newDataDir();
const PORT = await freePort();
const factsFile = join(DATA_DIR, 'first-run.json');
const facts = (): FirstRun => JSON.parse(readFileSync(factsFile, 'utf8')) as FirstRun;

const openConversations = async ({
  url,
  account_id,
  api_access_token,
}: FirstRun): Promise<number> => {
  const answer = await fetch(`${url}/api/v1/accounts/${account_id}/conversations?status=open`, {
    headers: { api_access_token },
  });
  assert.equal(answer.status, 200);
  const { data } = (await answer.json()) as { data: { meta: { all_count: number } } };
  return data.meta.all_count;
};

test('the first start makes a demo account, prints how to use it, and keeps the facts to its owner', async () => {
  const { child, ended, printed, output } = confab(['start'], { DATA_DIR, PORT });
  await printed('Ctrl-C stops the server');
  const { url, email, password, api_access_token } = facts();
  assert.equal(url, `http://localhost:${PORT}`);
  for (const fact of [url, email, password, api_access_token, 'curl -H']) {
    assert.ok(output().includes(fact), `${fact} is not printed`);
  }
  assert.equal(statSync(factsFile).mode & 0o777, 0o600);
  assert.ok((await openConversations(facts())) > 0);
  child.kill('SIGTERM');
  assert.equal((await ended).code, 0);
});

test('the login that the first start printed opens a session', async () => {
  const { child, ended, printed } = confab(['start'], { DATA_DIR, PORT });
  await printed('is listening');
  const { url, email, password } = facts();
  const answer = await fetch(`${url}/auth/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  assert.equal(answer.status, 200);
  assert.ok(answer.headers.get('access-token'));
  child.kill('SIGINT');
  assert.equal((await ended).code, 0);
});

test('a later start keeps everything and makes nothing twice', async () => {
  const before = readFileSync(factsFile, 'utf8');
  const { child, ended, printed, output } = confab(['start'], { DATA_DIR, PORT });
  await printed('is listening');
  assert.equal(readFileSync(factsFile, 'utf8'), before);
  assert.ok(!output().includes(facts().password));
  assert.ok((await openConversations(facts())) > 0);
  const doctor = await confab(['doctor'], { DATA_DIR, PORT }).ended;
  assert.match(doctor.output, /✓/);
  assert.doesNotMatch(doctor.output, /✗/);
  assert.equal(doctor.code, 0);
  child.kill('SIGTERM');
  await ended;
});

test('an operator sees which jobs were given up, and says which to try again', async () => {
  const none = await confab(['jobs'], { DATA_DIR, PORT }).ended;
  assert.match(none.output, /No job was given up\./);
  const which = await confab(['jobs', 'retry'], { DATA_DIR, PORT }).ended;
  assert.match(which.output, /--id ID/);
  assert.equal(which.code, 1);
  const queue = ['jobs', 'retry', '--queue', 'send_transcript'];
  assert.match((await confab(queue, { DATA_DIR, PORT }).ended).output, /0 jobs are tried again/);
});

test('a server that was killed starts again without anybody cleaning up', async () => {
  const first = confab(['start'], { DATA_DIR, PORT });
  await first.printed('is listening');
  first.child.kill('SIGKILL');
  await first.ended;
  const second = confab(['start'], { DATA_DIR, PORT });
  await second.printed('is listening');
  assert.ok((await openConversations(facts())) > 0);
  second.child.kill('SIGTERM');
  assert.equal((await second.ended).code, 0);
});

test('--empty makes no account, and the command line makes the first one', async () => {
  const place = { DATA_DIR: newDataDir(), PORT: await freePort() };
  const { child, ended, printed } = confab(['start', '--empty'], place);
  await printed('is listening');
  assert.ok(!existsSync(join(place.DATA_DIR, 'first-run.json')));
  const account = await confab(['account', 'create', '--name', 'My desk'], place).ended;
  assert.equal(account.code, 0, account.output);
  const user = await confab(
    [
      'user',
      'create',
      '--account',
      '1',
      '--name',
      'Ada',
      '--email',
      'ada@example.com',
      '--role',
      'administrator',
    ],
    place,
  ).ended;
  assert.equal(user.code, 0, user.output);
  const token = /\b[1-9A-HJ-NP-Za-km-z]{24}\b/.exec(user.output)?.[0] ?? '';
  const answer = await fetch(`http://127.0.0.1:${place.PORT}/api/v1/accounts/1/conversations`, {
    headers: { api_access_token: token },
  });
  assert.equal(answer.status, 200);
  child.kill('SIGTERM');
  assert.equal((await ended).code, 0);
});
