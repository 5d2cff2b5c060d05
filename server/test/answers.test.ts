import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { watchAnswers } from './answers.ts';

const URL = '/api/v1/accounts/:account_id/conversations/:conversation_id/labels';

/** An application whose one endpoint says what we tell it to, where the reference knows better. */
async function answering(
  status: number,
  body: string,
): Promise<{ watch: ReturnType<typeof watchAnswers>; app: FastifyInstance }> {
  const app = Fastify({ genReqId: () => 'the-request' });
  app.get(URL, async (_request, reply) => reply.code(status).type('application/json').send(body));
  const watch = watchAnswers(app);
  await app.ready();
  await app.inject({ url: '/api/v1/accounts/1/conversations/1/labels' });
  return { watch, app };
}

async function complaint(status: number, body: string): Promise<string> {
  const { watch } = await answering(status, body);
  try {
    watch.check('the-request');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('an answer as the reference says is left in peace', async () => {
  assert.equal(await complaint(200, '{"payload":["a"]}'), '');
  assert.equal(await complaint(404, '{"error":"Resource could not be found"}'), '');
});

test('a key that is not declared is found, with route and path', async () => {
  const found = await complaint(200, '{"payload":[],"extra":1}');
  assert.match(found, /^GET \/api\/v1\/accounts\/:account_id\/.*\/labels 200: \/extra/);
});

test('a key that is missing, and a value of another type, are found with their path', async () => {
  assert.match(await complaint(200, '{}'), /payload/);
  assert.match(await complaint(200, '{"payload":["a",1]}'), /\/payload\/1 must be string/);
});

test('a body where none should be, none where one should be, and no JSON are found', async () => {
  assert.match(await complaint(200, ''), /the body is empty/);
  assert.match(await complaint(200, '{"payload":'), /not JSON/);
});

test('a status that the reference does not have, and an error of another form, are found', async () => {
  assert.match(await complaint(418, '{"error":"teapot"}'), /does not have this status/);
  assert.match(await complaint(404, '{"message":"none"}'), /404/);
});

test('what nobody asked about is still reported at the end', async () => {
  const { watch } = await answering(200, '{}');
  assert.throws(() => watch.checkRest());
  const { watch: asked } = await answering(200, '{}');
  assert.throws(() => asked.check('the-request'));
  asked.checkRest();
});
