import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMacro } from '../../src/macros/run.ts';
import { configure, sql } from '../inside.ts';
import { action, ruling } from '../ruling.ts';
import { comeDue, saidIn, schedule } from '../scheduling.ts';
import { createWorld, type Answer } from '../world.ts';

// Wherever a text of the team is filled in before it is sent: no expression of any language is worked out in it but
// the variables there are, and wherever it is not filled in, it stays as it was written.

const world = await createWorld();
const { acme, ada, ben, rex, platform } = world;
const { work, rule } = ruling(world);

const loop = (depth: number): string => `${'{% for a in (1..9) %}'.repeat(depth)}x${'{% endfor %}'.repeat(depth)}`; // prettier-ignore

/** Texts that stay as they are: no Liquid, or none that can be read or done in time. */
const literal = [
  '{{7*7}}', '{{ 7*7 }}', '${7*7}', '<%= 7*7 %>', '<% 7*7 %>', '#{7*7}', '*{7*7}', '@(7*7)', '%{7*7}', '[[7*7]]', '{7*7}', '$(7*7)', '{{= 7*7 }}',
  '{{{7*7}}}', '{{#with 7}}{{this}}{{/with}}', '{php}echo 7*7;{/php}', '#set($x=7*7)$x', '${{7*7}}', '{{7*"7"}}',
  "{{ constructor.constructor('return process')() }}", "{{ contact.name.constructor.constructor('return process')() }}", '{{ require("fs") }}',
  "{{ global.process.mainModule.require('child_process').execSync('id') }}", '{{ self.__init__() }}', "{{ ''.__class__.__mro__[1].__subclasses__() }}",
  '{% include "/etc/passwd" %}', "{% render 'package.json' %}", "{% layout '../package.json' %}", '{% for a in (1..999999999) %}x{% endfor %}',
  loop(100), '{% while true %}x{% endwhile %}', '{{ contact.name | no_such_filter }',
] as const; // prettier-ignore

/** Texts of which something is left that is allowed: nothing of what does not exist, and what Liquid itself does to text. */
const filled: readonly [text: string, result: string][] = [
  ["{{ 'a' | upcase }}", 'A'],
  ['<{{ [7*7] }}{% block a %}{% endblock %}>', '<>'],
  ['<{{__proto__}}>', '<>'],
  ['<{{ constructor }}{{ constructor.name }}{{ constructor.constructor }}>', '<>'],
  ['<{{ contact.__proto__.toString }}{{ contact["constructor"]["prototype"] }}>', '<>'],
  ['<{{ process }}{{ process.env }}{{ process.env.DATABASE_URL }}{{ global }}{{ globalThis }}{{ this }}{{ self }}>', '<>'],
  ['<{{ contact | map: "constructor" }}{{ agent.password_digest }}{{ account.id }}{{ inbox.secrets }}>', '<>'],
  ['{% assign constructor = "x" %}{{ constructor }}', 'x'],
  ['<{% assign a = "b" | split: "" %}{{ a.constructor }}{{ a.__proto__.polluted }}>', '<>'],
  ['{{ contact.name }} of {{ account.name }}', 'Mia of Acme'],
]; // prettier-ignore

const texts: string[] = [...literal, ...filled.map(([text]) => text)];
const results = [...literal, ...filled.map(([, result]) => result)];

type Message = Answer['body'];
const post = async (id: number, body: object, who = ben): Promise<Message> => {
  const answer = await who.post(`/conversations/${id}/messages`, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const talk = async (): Promise<number> => (await world.conversation()).id;
const contents = async (id: number, kind: number): Promise<string[]> =>
  (await saidIn(world, id)).filter(({ message_type }: Message) => message_type === kind).map(({ content }: Message) => content); // prettier-ignore

async function each(fill: (text: string) => Promise<string>): Promise<string[]> {
  const found: string[] = [];
  for (const text of texts) found.push(await fill(text));
  return found;
}

for (const [what, more, who] of [
  ['a reply', {}, ben],
  ['a note', { private: true }, ben],
  ['a template', { message_type: 'template' }, ben],
  ['a message of a bot', {}, rex],
] as const) {
  test(`${what} works out nothing but its variables`, async () => {
    const id = await talk();
    assert.deepEqual(await each(async (content) => (await post(id, { content, ...more }, who)).content), results); // prettier-ignore
  });
}

test('the parameters of a template work out nothing but their variables', async () => {
  const id = await talk();
  const found = await each(async (text) => {
    const template_params = { name: 'x', processed_params: { body: { 1: text } } };
    await post(id, { content: 'x', template_params });
    const { body } = await ada.get(`/conversations/${id}`);
    return body.messages[0].additional_attributes.template_params.processed_params.body[1];
  });
  assert.deepEqual(found, results);
});

for (const [what, settings, start] of [
  ['a greeting', (text: string) => ({ greeting_enabled: true, greeting_message: text }), 'Hello'],
  ['a message out of hours', (text: string) => ({ greeting_enabled: false, working_hours_enabled: true, out_of_office_message: text }), 'Hello'],
] as const) {
  test(`${what} works out nothing but its variables`, async () => {
    await sql(world, `delete from working_hours where inbox_id = $1`, [acme.support.id]);
    await sql(world, `insert into working_hours (account_id, inbox_id, day_of_week, closed_all_day)
      select $1, $2, n, true from generate_series(0, 6) n`, [acme.id, acme.support.id]);
    const found = await each(async (text) => {
      await configure(world, acme.support, settings(text));
      const id = await talk();
      await post(id, { content: start, message_type: 'incoming' });
      return (await contents(id, 3)).join('|');
    });
    assert.deepEqual(found, results);
    await configure(world, acme.support, { greeting_enabled: false, working_hours_enabled: false });
  });
} // prettier-ignore

test('the question about a rating works out nothing but its variables', async () => {
  const found = await each(async (message) => {
    await configure(world, acme.support, { csat_survey_enabled: true, csat_config: { message } });
    const id = await talk();
    await post(id, { content: 'Hello', message_type: 'incoming' });
    await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
    return (await contents(id, 3)).join('|');
  });
  assert.deepEqual(found, results);
  await configure(world, acme.support, { csat_survey_enabled: false, csat_config: {} });
});

test('a macro works out nothing but the variables of what it says', async () => {
  const id = await talk();
  for (const text of texts) {
    const actions = [action('send_message', text)];
    const made = await ben.post('/macros', { name: 'M', actions });
    assert.equal(made.status, 200, made.text);
    await ben.post(`/macros/${made.body.payload.id}/execute`, { conversation_ids: [id] });
    const waiting = await sql<{ data: Parameters<typeof runMacro>[1] }>(world, `delete from jobs.job where name = 'run_macro' returning data`); // prettier-ignore
    for (const { data } of waiting) await runMacro(platform, data);
  }
  assert.deepEqual(await contents(id, 1), results);
});

test('a rule works out nothing but the variables of what it says', async () => {
  const id = await talk();
  await work();
  for (const text of texts) {
    await sql(world, 'delete from automation_rules');
    await rule('message_created', [], action('send_message', text));
    await post(id, { content: 'Hello', message_type: 'incoming' });
    await work();
    await sql(world, 'delete from automation_rules');
    await work();
  }
  assert.deepEqual(await contents(id, 1), results);
});

test('a message for later works out nothing but its variables', async () => {
  const id = await talk();
  for (const content of texts) await comeDue(world, await schedule(ben, id, { content }));
  assert.deepEqual(await contents(id, 1), results);
});

test('what customers write, canned responses and signatures stay as they were written', async () => {
  const id = await talk();
  assert.deepEqual(await each(async (content) => (await post(id, { content, message_type: 'incoming' })).content), texts); // prettier-ignore
  const canned = await each(async (content) => {
    const made = await ben.post('/canned_responses', { short_code: `c${texts.indexOf(content)}`, content }); // prettier-ignore
    return made.body.content;
  });
  assert.deepEqual(canned, texts);
  const signed = await each(async (message_signature) => (await ben.patch('/api/v1/profile', { profile: { message_signature } })).body.message_signature); // prettier-ignore
  assert.deepEqual(signed, texts);
});

test('what a customer is called is told, and not worked out, in a text that names them', async () => {
  const name = '{{ account.name }}${7*7}<%= 7*7 %>{% for a in (1..9) %}x{% endfor %}';
  await sql(world, 'update contacts set name = $2 where id = $1', [acme.noah.id, name]);
  const { id } = await world.conversation({ contact_id: acme.noah.id });
  assert.equal((await post(id, { content: 'Hi {{ contact.name }}' })).content.toLowerCase(), `hi ${name}`.toLowerCase()); // prettier-ignore
});
