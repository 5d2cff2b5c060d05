import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startMailServer } from '../../test/mail-server.ts';
import { newBrowser, startPushService } from '../../test/push-service.ts';
import { runServer } from '../../test/running-server.ts';

// The whole server with its jobs: what one agent does reaches the other outside of the product.

const mailServer = await startMailServer();
const service = await startPushService();
const server = await runServer({ SMTP_URL: mailServer.url, OUTBOUND_ALLOW: service.target });
const { account_id, inbox_id, contact_id, pool } = server;

async function call(method: string, path: string, body: unknown, token = server.token) {
  const answer = await fetch(`${server.address}${path}`, {
    method,
    headers: { api_access_token: token, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer;
}

async function until(passes: () => boolean): Promise<void> {
  while (!passes()) await pause(50);
}

test('somebody who is assigned a conversation is pushed at once, and mailed when the minute is over', async () => {
  const { rows } = await pool.query<{ id: number }>(
    'select user_id as id from memberships where account_id = $1',
    [account_id],
  );
  const browser = newBrowser(service);
  await call('POST', '/api/v1/notification_subscriptions', {
    notification_subscription: {
      subscription_type: 'browser_push',
      subscription_attributes: browser.attributes,
    },
  });
  const account = `/api/v1/accounts/${account_id}`;
  const opened = await call('POST', `${account}/conversations`, { inbox_id, contact_id });
  const { id } = (await opened.json()) as { id: number };
  // Nobody is told of what they do themselves: here a rule does it.
  await call('POST', `${account}/automation_rules`, {
    name: 'assign',
    event_name: 'message_created',
    conditions: [],
    actions: [{ action_name: 'assign_agent', action_params: [rows[0]?.id] }],
  });
  const message = { content: 'Hi', message_type: 'incoming' };
  await call('POST', `${account}/conversations/${id}/messages`, message);
  await until(() => service.received.length === 1);
  const [push] = service.received;
  assert.ok(push);
  assert.equal(
    (browser.read(push) as { title: string }).title,
    `A conversation (#${id}) has been assigned to you`,
  );
  assert.equal(mailServer.received.length, 0);
  await pool.query(`update jobs.job set start_after = now() where name = 'mail_notification'`);
  await until(() => mailServer.received.length === 1);
  const mail = await mailServer.received[0]?.parsed;
  assert.match(mail?.subject ?? '', /is assigned to you$/);
});
