import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserAt } from '../../test/browser.ts';
import { configure, eventsOf, namesOf, sql } from '../../test/inside.ts';
import { identifierOf } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben } = world;
const mia = await browserAt(world);

test('the settings of the window are those of its inbox', async () => {
  await ada.patch(`/inboxes/${acme.website.id}`, {
    out_of_office_message: 'Back soon',
    timezone: 'Asia/Kolkata',
    channel: {
      website_url: 'https://shop.example.com',
      welcome_title: 'Hi there',
      widget_color: '#112233',
      reply_time: 'in_a_day',
      selected_feature_flags: ['attachments'],
    },
  });
  const { status, body, headers } = await mia.post('/config');
  assert.equal(status, 200);
  assert.equal(headers['cache-control'], 'no-store');
  assert.deepEqual(Object.keys(body), ['website_channel_config', 'contact', 'global_config']);
  const channel = body.website_channel_config;
  assert.deepEqual(Object.keys(channel).toSorted(), ['allow_messages_after_resolved', 'api_host', 'auth_token', 'avatar_url', 'csat_survey_enabled', 'disable_branding', 'enabled_features', 'enabled_languages', 'locale', 'out_of_office_message', 'portal', 'pre_chat_form_enabled', 'pre_chat_form_options', 'reply_time', 'timezone', 'utc_off_set', 'website_name', 'website_token', 'welcome_tagline', 'welcome_title', 'widget_color', 'working_hours', 'working_hours_enabled']); // prettier-ignore
  const { welcome_title, widget_color, reply_time, enabled_features, out_of_office_message, utc_off_set, website_name, website_token, locale } = channel; // prettier-ignore
  assert.deepEqual(
    { welcome_title, widget_color, reply_time, enabled_features, out_of_office_message, utc_off_set, website_name, website_token, locale },
    { welcome_title: 'Hi there', widget_color: '#112233', reply_time: 'in_a_day', enabled_features: ['attachments'], out_of_office_message: 'Back soon', utc_off_set: '+05:30', website_name: 'Website', website_token: await identifierOf(world, acme.website), locale: 'en' },
  ); // prettier-ignore
  assert.equal(channel.pre_chat_form_options.pre_chat_fields.length, 3);
  assert.ok(channel.enabled_languages.some((each: { iso_639_1_code: string; name: string }) => each.iso_639_1_code === 'de' && each.name === 'Deutsch (de)')); // prettier-ignore
  assert.equal(channel.working_hours.length, 7);
  assert.deepEqual(Object.keys(channel.working_hours[1]), ['id', 'inbox_id', 'account_id', 'day_of_week', 'closed_all_day', 'open_hour', 'open_minutes', 'close_hour', 'close_minutes', 'created_at', 'updated_at', 'open_all_day']); // prettier-ignore
  assert.deepEqual(Object.keys(body.contact), ['email', 'id', 'identifier', 'name', 'phone_number', 'pubsub_token']); // prettier-ignore
  assert.deepEqual(body.global_config, { LOGO_THUMBNAIL: '', BRAND_NAME: 'Confab', WIDGET_BRAND_URL: world.platform.config.baseUrl, MAXIMUM_FILE_UPLOAD_SIZE: 40, INSTALLATION_NAME: 'Confab' }); // prettier-ignore
  await configure(world, acme.website, { channel: {} });
});

test('a visitor with a token stays who they are; everybody else is new, with a name until we know better', async () => {
  const events = await eventsOf(world, async () => {
    const again = await mia.post('/config');
    assert.deepEqual(again.body.contact, { ...mia.contact });
    assert.match(again.body.website_channel_config.auth_token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
  });
  assert.deepEqual(events, []);
  for (const token of ['', 'nonsense']) {
    const made = await eventsOf(world, async () => {
      const { body } = await mia.with({ token }).post('/config');
      assert.notEqual(body.contact.id, mia.contact.id);
      assert.match(body.contact.name, /^[a-z]+-[a-z]+-\d{3}$/);
      assert.notEqual(body.contact.pubsub_token, mia.contact.pubsub_token);
    });
    assert.deepEqual(namesOf(made), ['contact.created']);
  }
});

test('no settings for who names no website', async () => {
  const count = async () => (await sql(world, 'select id from contacts')).length;
  const before = await count();
  assert.equal((await mia.with({ website: 'nonsense', token: '' }).post('/config')).status, 404);
  assert.equal(await count(), before);
});

test('those who answer are shown by the name they show, and nobody who has left', async () => {
  await sql(world, 'insert into inbox_members (account_id, inbox_id, user_id) values ($1, $2, $3)', [acme.id, acme.website.id, world.dora.id]); // prettier-ignore
  await sql(world, `update users set display_name = 'Benny' where id = $1`, [ben.id]);
  const expected = { id: ben.id, name: 'Benny', avatar_url: '', availability_status: 'offline' };
  const { body } = await mia.with({ token: '' }).get('/inbox_members');
  assert.deepEqual(body, { payload: [expected, { ...expected, id: world.dora.id, name: 'Dora' }] });
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [world.dora.id]);
  assert.deepEqual((await mia.get('/inbox_members')).body, { payload: [expected] });
});

test('there are no campaigns', async () => {
  const answer = await mia.with({ token: '' }).get('/campaigns');
  assert.deepEqual([answer.status, answer.text], [200, '[]']);
  assert.equal((await mia.with({ website: 'nonsense' }).get('/campaigns')).status, 404);
});
