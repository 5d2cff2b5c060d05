import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { picture, postParts } from '../../test/files.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld({ MAILER_INBOUND_EMAIL_DOMAIN: 'in.example.com' });
const { ada, ben, cleo, dora, rex, gil, acme, globex } = world;

const make = async (body: object): Promise<Answer['body']> => {
  const answer = await ada.post('/inboxes', body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const show = async (id: number): Promise<Answer['body']> => (await ada.get(`/inboxes/${id}`)).body;
const newApi = async (channel: object = {}): Promise<Answer['body']> =>
  make({ name: 'Fresh', channel: { type: 'api', ...channel } });
const newWidget = async (channel: object = {}): Promise<Answer['body']> =>
  make({
    name: 'Site',
    channel: { type: 'web_widget', website_url: 'https://shop.example.com', ...channel },
  });

const usualKeys = [
  'id', 'avatar_url', 'channel_id', 'name', 'channel_type', 'greeting_enabled', 'greeting_message',
  'working_hours_enabled', 'enable_email_collect', 'csat_survey_enabled', 'csat_config', 'enable_auto_assignment',
  'auto_assignment_config', 'out_of_office_message', 'working_hours', 'timezone', 'callback_webhook_url',
  'allow_messages_after_resolved', 'lock_to_single_conversation', 'sender_name_type', 'business_name',
  'allowed_domains', 'widget_color', 'website_url', 'hmac_mandatory', 'welcome_title', 'welcome_tagline',
  'web_widget_script', 'website_token', 'selected_feature_flags', 'reply_time', 'messaging_service_sid',
  'phone_number', 'provider',
]; // prettier-ignore

const usual = {
  greeting_enabled: false, greeting_message: null, working_hours_enabled: false, enable_email_collect: true,
  csat_survey_enabled: false, csat_config: {}, enable_auto_assignment: true, auto_assignment_config: {},
  out_of_office_message: null, timezone: 'UTC', callback_webhook_url: null, allow_messages_after_resolved: true,
  lock_to_single_conversation: false, sender_name_type: 'friendly', business_name: null, avatar_url: '',
  messaging_service_sid: null, phone_number: null, provider: null,
}; // prettier-ignore

const noWebsite = {
  allowed_domains: null, widget_color: null, website_url: null, welcome_title: null, welcome_tagline: null,
  web_widget_script: null, website_token: null, selected_feature_flags: null, reply_time: null,
}; // prettier-ignore

test('a new API inbox has every key, with what inboxes start with', async () => {
  const inbox = await newApi({ webhook_url: 'https://example.com/hook' });
  const own = ['hmac_token', 'webhook_url', 'inbox_identifier', 'additional_attributes'];
  assert.deepEqual(Object.keys(inbox), [...usualKeys, ...own]);
  const { id, working_hours, hmac_token, inbox_identifier, ...rest } = inbox;
  assert.deepEqual(rest, {
    ...usual,
    ...noWebsite,
    channel_id: id,
    name: 'Fresh',
    channel_type: 'Channel::Api',
    hmac_mandatory: false,
    webhook_url: 'https://example.com/hook',
    additional_attributes: {},
  });
  assert.match(hmac_token, /^[1-9A-HJ-NP-Za-km-z]{24}$/);
  assert.match(inbox_identifier, /^[1-9A-HJ-NP-Za-km-z]{24}$/);
  const closed = { open_hour: null, open_minutes: null, close_hour: null, close_minutes: null };
  const open = { open_hour: 9, open_minutes: 0, close_hour: 17, close_minutes: 0 };
  assert.deepEqual(
    working_hours,
    [0, 1, 2, 3, 4, 5, 6].map((day_of_week) => ({
      day_of_week,
      closed_all_day: day_of_week % 6 === 0,
      ...(day_of_week % 6 === 0 ? closed : open),
      open_all_day: false,
    })),
  );
  assert.deepEqual(await show(id), inbox);
});

test('a new website inbox brings its script, its form and its colors', async () => {
  const inbox = await newWidget({ welcome_title: 'Hi' });
  const own = ['hmac_token', 'pre_chat_form_enabled', 'pre_chat_form_options', 'continuity_via_email'];
  assert.deepEqual(Object.keys(inbox), [...usualKeys, ...own]);
  assert.deepEqual(
    [inbox.allowed_domains, inbox.widget_color, inbox.website_url, inbox.hmac_mandatory],
    ['', '#1f93ff', 'https://shop.example.com', false],
  );
  assert.deepEqual([inbox.welcome_title, inbox.welcome_tagline], ['Hi', null]);
  assert.equal(inbox.reply_time, 'in_a_few_minutes');
  assert.equal(inbox.continuity_via_email, true);
  assert.deepEqual(inbox.selected_feature_flags, ['attachments', 'emoji_picker', 'end_conversation']);
  assert.ok(inbox.web_widget_script.includes(inbox.website_token));
  assert.ok(inbox.web_widget_script.includes('/packs/js/sdk.js'));
  assert.equal(inbox.pre_chat_form_options.pre_chat_message, 'Share your queries or comments here.');
  const field = { field_type: 'standard', enabled: false };
  assert.deepEqual(inbox.pre_chat_form_options.pre_chat_fields, [
    { ...field, label: 'Email Id', name: 'emailAddress', type: 'email', required: true },
    { ...field, label: 'Full name', name: 'fullName', type: 'text', required: false },
    { ...field, label: 'Phone number', name: 'phoneNumber', type: 'text', required: false },
  ]);
}); // prettier-ignore

test('a new e-mail inbox has an address to forward to, and its mailbox is shown to administrators only', async () => {
  const inbox = await make({ name: 'Post', channel: { type: 'email', email: ' Help@Example.com ' } });
  const mailbox = [
    'imap_login', 'imap_password', 'imap_address', 'imap_port', 'imap_enabled', 'imap_enable_ssl', 'smtp_login',
    'smtp_password', 'smtp_address', 'smtp_port', 'smtp_enabled', 'smtp_domain', 'smtp_enable_ssl_tls',
    'smtp_enable_starttls_auto', 'smtp_openssl_verify_mode', 'smtp_authentication',
  ];
  const own = ['email', 'forwarding_enabled', 'forward_to_email'];
  assert.deepEqual(Object.keys(inbox), [...usualKeys, ...own, ...mailbox]);
  assert.deepEqual([inbox.email, inbox.forwarding_enabled], ['help@example.com', true]);
  assert.match(inbox.forward_to_email, /^[0-9a-f]{32}@in\.example\.com$/);
  await ada.post('/inbox_members', { inbox_id: inbox.id, user_ids: [ben.id] });
  assert.deepEqual(Object.keys((await ben.get(`/inboxes/${inbox.id}`)).body), [...usualKeys, ...own]);
}); // prettier-ignore

test('agents see the inboxes that they work in, without secrets; others are not there', async () => {
  const ids = async (who: typeof ben) =>
    (await who.get('/inboxes')).body.payload.map(({ id }: { id: number }) => id);
  const mine = await ids(ben);
  assert.ok(mine.includes(acme.support.id) && mine.includes(acme.website.id));
  assert.ok(!mine.includes(acme.sales.id));
  assert.deepEqual(await ids(dora), []);
  const all = await ids(ada);
  assert.ok([acme.support, acme.sales, acme.mail].every(({ id }) => all.includes(id)));
  assert.deepEqual(all, all.toSorted((a: number, b: number) => a - b));
  assert.ok(!all.includes(globex.inbox.id));

  const seen = await ben.get(`/inboxes/${acme.support.id}`);
  assert.equal(seen.status, 200);
  assert.equal(seen.body.hmac_token, undefined);
  for (const answer of [
    await cleo.get(`/inboxes/${acme.support.id}`),
    await ada.get(`/inboxes/${globex.inbox.id}`),
    await ada.get('/inboxes/987654321'),
    await ada.get('/inboxes/x'),
  ]) {
    assert.deepEqual([answer.status, answer.text], [404, '{"error":"Resource could not be found"}']);
  }
}); // prettier-ignore

test('what is missing is named', async () => {
  const blank = (attribute: string, name: string) => ({
    message: `${name} can't be blank`,
    attributes: [attribute],
  });
  for (const [body, expected] of [
    [{ name: ' ', channel: { type: 'api' } }, blank('name', 'Name')],
    [{ channel: { type: 'api' } }, blank('name', 'Name')],
    [{ name: 'x', channel: { type: 'web_widget' } }, blank('website_url', 'Website url')],
    [{ name: 'x', channel: { type: 'email' } }, blank('email', 'Email')],
  ] as const) {
    const answer = await ada.post('/inboxes', body);
    assert.deepEqual([answer.status, answer.body], [422, expected]);
  }
});

for (const channel of [undefined, {}, { type: 'telegram' }, { type: 'constructor' }, { type: 7 }, { type: ['api'] }]) {
  test(`a channel that there is not: ${JSON.stringify(channel)}`, async () => {
    const answer = await ada.post('/inboxes', { name: 'x', channel });
    const expected = { message: 'Channel must exist', attributes: ['channel'] };
    assert.deepEqual([answer.status, answer.body], [422, expected]);
  });
} // prettier-ignore

test('one address has one inbox, in all accounts, whatever its case', async () => {
  const body = { name: 'Mail', channel: { type: 'email', email: 'only@example.com' } };
  const first = await make(body);
  const expected = { message: 'Email has already been taken', attributes: ['email'] };
  const again = { ...body, channel: { type: 'email', email: 'ONLY@example.com' } };
  assert.deepEqual((await gil.post('/inboxes', again)).body, expected);
  assert.deepEqual((await ada.post('/inboxes', again)).body, expected);
  await ada.delete(`/inboxes/${first.id}`);
  assert.equal(
    (await gil.post('/inboxes', again)).status,
    200,
    'a deleted one gives it up at once',
  );
});

test('every setting can be changed, and what is not named stays', async () => {
  const { id } = await newApi();
  const changes = {
    name: 'Renamed', greeting_enabled: true, greeting_message: 'Hello', working_hours_enabled: true,
    enable_email_collect: false, csat_survey_enabled: true, enable_auto_assignment: false,
    auto_assignment_config: { max_assignment_limit: 3 }, out_of_office_message: 'Away', timezone: 'Europe/Lisbon',
    allow_messages_after_resolved: false, lock_to_single_conversation: true, sender_name_type: 'professional',
    business_name: 'Acme Ltd',
  };
  for (const method of ['patch', 'put'] as const) {
    const answer = await ada[method](`/inboxes/${id}`, changes);
    assert.equal(answer.status, 200, answer.text);
    for (const [name, value] of Object.entries(changes)) assert.deepEqual(answer.body[name], value, name);
  }
  const after = (await ada.patch(`/inboxes/${id}`, { name: 'Again' })).body;
  assert.deepEqual({ ...after, name: 'Renamed' }, { ...(await show(id)), name: 'Renamed' });
  assert.deepEqual([after.name, after.greeting_message, after.business_name], ['Again', 'Hello', 'Acme Ltd']);
}); // prettier-ignore

test('null, and the text "null" of a form, take a text away', async () => {
  const { id } = await newApi();
  const texts = { greeting_message: 'a', business_name: 'b', out_of_office_message: 'c' };
  const nothing = { greeting_message: null, business_name: null, out_of_office_message: null };
  for (const nulls of [nothing, 'greeting_message=null&business_name=null&out_of_office_message=null']) {
    await ada.patch(`/inboxes/${id}`, texts);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { body } = await ada.patch(`/inboxes/${id}`, nulls, typeof nulls === 'string' ? headers : {});
    assert.deepEqual([body.greeting_message, body.business_name, body.out_of_office_message], [null, null, null]);
  }
  const { body } = await ada.patch(`/inboxes/${id}`, { name: 'null', greeting_enabled: 'null' });
  assert.deepEqual([body.name, body.greeting_enabled], ['Fresh', false], 'and say nothing of others');
}); // prettier-ignore

test('days are changed by their number; what cannot be understood is ignored', async () => {
  const { id } = await newApi();
  const hours = { open_hour: 8, open_minutes: 30, close_hour: 12, close_minutes: 0 };
  const working_hours = [
    { day_of_week: 1, closed_all_day: true },
    { day_of_week: 2, open_all_day: true },
    { day_of_week: '3', open_hour: '8', open_minutes: '30', close_hour: '12', close_minutes: '0' },
    { day_of_week: 4, open_all_day: true, closed_all_day: true },
    { day_of_week: 5, open_hour: 25, open_minutes: 0, close_hour: 26, close_minutes: 0 },
    { day_of_week: 7, ...hours },
    { day_of_week: 6, ...hours, closed_all_day: false },
    { ...hours },
    'monday',
    null,
  ];
  const { body } = await ada.patch(`/inboxes/${id}`, { working_hours });
  const [sunday, ...days] = body.working_hours;
  assert.equal(sunday.closed_all_day, true);
  assert.deepEqual(days[0], { day_of_week: 1, closed_all_day: true, open_hour: null, open_minutes: null, close_hour: null, close_minutes: null, open_all_day: false });
  assert.deepEqual(days[1], { day_of_week: 2, closed_all_day: false, open_hour: 0, open_minutes: 0, close_hour: 23, close_minutes: 59, open_all_day: true });
  assert.deepEqual(days[2], { day_of_week: 3, closed_all_day: false, ...hours, open_all_day: false });
  for (const day of [days[3], days[4]]) assert.deepEqual([day.open_hour, day.close_hour], [9, 17]);
  assert.deepEqual([days[5].closed_all_day, days[5].open_hour], [false, 8]);
}); // prettier-ignore

test('a day closes after it opens', async () => {
  const { id } = await newApi();
  const before = await show(id);
  for (const [close_hour, close_minutes] of [[9, 0], [8, 59], [0, 0]]) {
    const day = { day_of_week: 1, open_hour: 9, open_minutes: 0, close_hour, close_minutes };
    const answer = await ada.patch(`/inboxes/${id}`, { name: 'No', working_hours: [day] });
    assert.deepEqual([answer.status, answer.body.attributes], [422, ['working_hours']]);
  }
  assert.deepEqual(await show(id), before);
}); // prettier-ignore

test('a survey is completed with what it does not say, and replaced as a whole', async () => {
  const { id } = await newApi();
  const patch = async (csat_config: object) => (await ada.patch(`/inboxes/${id}`, { csat_config })).body.csat_config;
  assert.deepEqual(await patch({}), {
    display_type: 'emoji', message: '', survey_rules: { operator: 'contains', values: [] },
    button_text: 'Please rate us', language: 'en',
  });
  const rules = { operator: 'does_not_contain', values: ['vip'] };
  const full = { display_type: 'star', message: 'Well?', survey_rules: rules, button_text: 'Go', language: 'de', template: { name: 't' } };
  assert.deepEqual(await patch({ ...full, account_id: 7 }), full);
  assert.deepEqual((await patch({ message: 'Just this' })).template, undefined);
  for (const csat_config of [{ display_type: 'hearts' }, { survey_rules: { operator: 'is' } }, { message: {} }, 'x']) {
    assert.equal((await ada.patch(`/inboxes/${id}`, { csat_config })).status, 422);
  }
}); // prettier-ignore

test('the channel is changed key by key, and keys of other channels are not taken', async () => {
  const { id } = await newApi({ additional_attributes: { agent_reply_time_window: 12 } });
  const { body } = await ada.patch(`/inboxes/${id}`, {
    channel: { hmac_mandatory: true, website_url: 'https://x.example.com', type: 'email', email: 'a@example.com' },
  });
  assert.deepEqual([body.hmac_mandatory, body.website_url, body.channel_type, body.email], [true, null, 'Channel::Api', undefined]);
  assert.deepEqual(body.additional_attributes, { agent_reply_time_window: 12 });
  const [stored] = await sql<{ channel: object }>(world, 'select channel from inboxes where id = $1', [id]);
  assert.deepEqual(Object.keys(stored!.channel).toSorted(), ['additional_attributes', 'hmac_mandatory']);
}); // prettier-ignore

for (const [channel, attribute] of [
  [{ additional_attributes: { agent_reply_time_window: 0 } }, 'agent_reply_time_window'],
  [{ additional_attributes: { agent_reply_time_window: 'soon' } }, 'agent_reply_time_window'],
  [{ webhook_url: `https://${'x'.repeat(2048)}` }, 'webhook_url'],
] as const) {
  test(`an API channel refuses ${attribute}: ${JSON.stringify(channel).slice(0, 70)}`, async () => {
    const { id } = await newApi();
    const answer = await ada.patch(`/inboxes/${id}`, { channel });
    assert.deepEqual([answer.status, answer.body.attributes], [422, [attribute]]);
  });
}

for (const [channel, attribute] of [
  [{ website_url: '' }, 'website_url'],
  [{ widget_color: 'red;}*{display:none' }, 'widget_color'],
  [{ reply_time: 'someday' }, 'reply_time'],
  [{ selected_feature_flags: ['attachments', 'telepathy'] }, 'selected_feature_flags'],
] as const) {
  test(`a website refuses ${attribute}: ${JSON.stringify(channel)}`, async () => {
    const { id } = await newWidget();
    const answer = await ada.patch(`/inboxes/${id}`, { channel });
    assert.deepEqual([answer.status, answer.body.attributes], [422, [attribute]]);
  });
}

test('a form before the first message keeps the keys that forms have; without fields it is the usual one', async () => {
  const { id } = await newWidget();
  const field = { field_type: 'contact_attribute', label: 'Plan', name: 'plan', type: 'list', values: ['a', 'b'], required: true, enabled: true };
  const pre_chat_form_options = { pre_chat_message: 'Who?', pre_chat_fields: [{ ...field, evil: 1 }], evil: 2 };
  const { body } = await ada.patch(`/inboxes/${id}`, { channel: { pre_chat_form_enabled: true, pre_chat_form_options } });
  assert.equal(body.pre_chat_form_enabled, true);
  assert.deepEqual(body.pre_chat_form_options, { pre_chat_message: 'Who?', pre_chat_fields: [field] });
  const empty = await ada.patch(`/inboxes/${id}`, { channel: { pre_chat_form_options: { pre_chat_fields: [] } } });
  assert.equal(empty.body.pre_chat_form_options.pre_chat_fields.length, 3);
}); // prettier-ignore

for (const [change, attribute] of [
  [{ name: '' }, 'name'],
  [{ name: 'x'.repeat(256) }, 'name'],
  [{ greeting_message: 'x'.repeat(10_001) }, 'greeting_message'],
  [{ out_of_office_message: 'x'.repeat(10_001) }, 'out_of_office_message'],
  [{ timezone: 'Mars/Olympus' }, 'timezone'],
  [{ timezone: '+02:00' }, 'timezone'],
  [{ sender_name_type: 'rude' }, 'sender_name_type'],
] as const) {
  test(`an inbox refuses ${JSON.stringify(change).slice(0, 60)} and stays as it was`, async () => {
    const { id } = await newApi();
    const before = await show(id);
    const answer = await ada.patch(`/inboxes/${id}`, { business_name: 'No', ...change });
    assert.deepEqual([answer.status, answer.body.attributes], [422, [attribute]]);
    assert.deepEqual(await show(id), before);
  });
}

test('a limit of conversations is a number above 0', async () => {
  const { id } = await newApi();
  for (const max_assignment_limit of [0, -1, 1.5, 'many', {}]) {
    const answer = await ada.patch(`/inboxes/${id}`, {
      auto_assignment_config: { max_assignment_limit },
    });
    assert.equal(answer.status, 422, answer.text);
    assert.match(answer.body.error, /max_assignment_limit/);
  }
});

test('a form brings a picture, which can be taken away again', async () => {
  const answer = await postParts(ada, '/inboxes', [
    { name: 'name', bytes: 'Pictured' },
    { name: 'channel[type]', bytes: 'api' },
    { name: 'business_name', bytes: 'null' },
    { name: 'avatar', filename: 'a.png', type: 'image/png', bytes: await picture('png') },
  ]);
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.body.avatar_url, /^http.*\/a\.png$/);
  assert.equal(answer.body.business_name, null);
  const gone = await ada.delete(`/inboxes/${answer.body.id}/avatar`);
  assert.deepEqual([gone.status, gone.text], [200, '']);
  assert.equal((await show(answer.body.id)).avatar_url, '');
}); // prettier-ignore

test('further keys change nothing', async () => {
  const extra = {
    id: 7, account_id: globex.id, channel_type: 'Channel::Email', identifier: 'x', inbox_identifier: 'x', website_token: 'x',
    hmac_token: 'x', secrets: 'x', deleted_at: '2030-01-01', avatar_url: 'https://x.example.com', created_at: 1, channel_id: 7,
  };
  const made = await make({ name: 'Fresh', ...extra, channel: { type: 'api', ...extra } });
  const changed = (await ada.patch(`/inboxes/${made.id}`, { ...extra, channel: extra })).body;
  assert.deepEqual(changed, made);
  const [row] = await sql<{ account_id: number }>(world, 'select account_id from inboxes where id = $1', [made.id]);
  assert.equal(row?.account_id, acme.id);
}); // prettier-ignore

test('a change is told, noted and makes copies stale; no change does none of it', async () => {
  const made = await eventsOf(world, () => newApi());
  assert.deepEqual(namesOf(made), ['inbox.created', 'account.cache_invalidated']);
  const { id } = made[0]!.payload.data;
  const changed = await eventsOf(world, () => ada.patch(`/inboxes/${id}`, { name: 'New' }));
  assert.deepEqual(namesOf(changed), ['inbox.updated', 'account.cache_invalidated']);
  assert.deepEqual(changed[0]?.payload.changes, { name: ['Fresh', 'New'] });
  assert.deepEqual(changed[0]?.payload.performer, { type: 'User', id: ada.id, name: 'Ada' });
  assert.equal(changed[0]?.payload.data.name, 'New');
  assert.deepEqual(await eventsOf(world, () => ada.patch(`/inboxes/${id}`, { name: 'New' })), []);
  const audits = await sql<{ action: string; audited_changes: object }>(
    world,
    `select action, audited_changes from audits where auditable_type = 'Inbox' and auditable_id = $1 order by id`,
    [id],
  );
  assert.deepEqual(audits.map(({ action }) => action), ['create', 'update']);
  assert.deepEqual(audits[1]?.audited_changes, { name: ['Fresh', 'New'] });
}); // prettier-ignore

test('proof keys are different for each inbox, stay, and are nowhere in the database', async () => {
  const [one, two] = [await newApi(), await newWidget()];
  assert.notEqual(one.hmac_token, two.hmac_token);
  assert.equal((await show(one.id)).hmac_token, one.hmac_token);
  const [{ found } = { found: -1 }] = await sql<{ found: number }>(
    world,
    'select count(*)::int as found from inboxes i where position($1 in i::text) > 0',
    [one.hmac_token],
  );
  assert.equal(found, 0);
});

test('only administrators make, change and delete inboxes', async () => {
  const before = await show(acme.support.id);
  const body = { name: 'Mine', channel: { type: 'api' } };
  for (const who of [ben, cleo, rex]) {
    for (const answer of [
      await who.post('/inboxes', body),
      await who.patch(`/inboxes/${acme.support.id}`, { name: 'Mine' }),
      await who.delete(`/inboxes/${acme.support.id}`),
    ]) {
      assert.equal(answer.status, 401);
    }
  }
  assert.deepEqual(await show(acme.support.id), before);
});

test('an inbox of another account is neither changed nor deleted', async () => {
  const before = (await gil.get(`/inboxes/${globex.inbox.id}`)).body;
  assert.equal((await ada.patch(`/inboxes/${globex.inbox.id}`, { name: 'Ours' })).status, 404);
  assert.equal((await ada.delete(`/inboxes/${globex.inbox.id}`)).status, 404);
  assert.deepEqual((await gil.get(`/inboxes/${globex.inbox.id}`)).body, before);
});
