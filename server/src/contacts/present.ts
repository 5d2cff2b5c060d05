import { iso, jsonObject, pictureUrl, unix } from '../db/json.ts';
import { isPresent } from '../presence.ts';

// SQL text that presents contacts. `k` is an alias of contacts.

type Fields = Record<string, string>;

const contact = (k: string, more: Fields): string =>
  jsonObject(
    {
      additional_attributes: `${k}.additional_attributes`,
      availability_status: `case when exists (
        select from presence p where p.account_id = ${k}.account_id and p.kind = 'Contact' and p.id = ${k}.id
        and ${isPresent('p')}) then 'online' else 'offline' end`,
      email: `${k}.email`,
      id: `${k}.id`,
      name: `${k}.name`,
      phone_number: `${k}.phone_number`,
      blocked: `${k}.blocked`,
      identifier: `${k}.identifier`,
      thumbnail: pictureUrl(`${k}.avatar_url`),
      custom_attributes: `${k}.custom_attributes`,
    },
    { last_activity_at: unix(`${k}.last_activity_at`) },
    { created_at: unix(`${k}.created_at`), ...more },
  );

/** The RawContact of customer §0.4: the row as it is. */
const rawContactJson = (k: string): string =>
  jsonObject({
    id: `${k}.id`,
    name: `${k}.name`,
    email: `${k}.email`,
    phone_number: `${k}.phone_number`,
    account_id: `${k}.account_id`,
    created_at: iso(`${k}.created_at`),
    updated_at: iso(`${k}.updated_at`),
    additional_attributes: `${k}.additional_attributes`,
    identifier: `${k}.identifier`,
    custom_attributes: `${k}.custom_attributes`,
    last_activity_at: iso(`${k}.last_activity_at`),
    contact_type: `${k}.contact_type`,
    middle_name: `${k}.middle_name`,
    last_name: `${k}.last_name`,
    location: `${k}.location`,
    country_code: `${k}.country_code`,
    blocked: `${k}.blocked`,
    company_id: 'null::int',
  });

/**
 * The same as the session of contact inbox `ci` may see it: in its own words alone, as long as nothing but
 * those says that it is this contact (contacts/claims.ts).
 */
export const ownRawContactJson = (k: string, ci: string): string => `
  case when ${ci}.claims is null then ${rawContactJson(k)} else ${jsonObject({
    id: `${k}.id`,
    ...claimed(ci),
    account_id: `${k}.account_id`,
    created_at: iso(`${ci}.created_at`),
    updated_at: iso(`${ci}.updated_at`),
    additional_attributes: `'{}'::jsonb`,
    identifier: `${ci}.claims ->> 'identifier'`,
    custom_attributes: `coalesce(${ci}.claims -> 'custom_attributes', '{}')`,
    last_activity_at: 'null::text',
    contact_type: `'visitor'::text`,
    middle_name: `''::text`,
    last_name: `''::text`,
    location: 'null::text',
    country_code: 'null::text',
    blocked: 'false',
    company_id: 'null::int',
  })} end`;

const claimed = (ci: string): Fields => ({
  name: `coalesce(${ci}.claims ->> 'name', '')`,
  email: `${ci}.claims ->> 'email'`,
  phone_number: `${ci}.claims ->> 'phone_number'`,
});

/** What the session calls itself by, of contact `k`: see ownRawContactJson. */
export const ownWord = (field: 'name' | 'email' | 'phone_number', k: string, ci: string): string =>
  `case when ${ci}.claims is null then ${k}.${field} else ${claimed(ci)[field]} end`;

/** The ContactFull of contract §3.2. */
export const contactJson = (k: string): string => contact(k, {});

/** An inbox as contacts name it (contract: customer §0.4). `i` is an alias of inboxes. */
const inboxSlimJson = (i: string): string =>
  jsonObject({
    id: `${i}.id`,
    avatar_url: pictureUrl(`${i}.avatar_url`),
    channel_id: `${i}.id`,
    name: `${i}.name`,
    channel_type: `${i}.channel_type`,
    provider: `${i}.channel ->> 'provider'`,
  });

// Of an API inbox a contact may have a tie for each conversation; more than these nobody looks through.
const MAX_TIES = 1000;

const tieJson = jsonObject(
  { source_id: 'ci.source_id', inbox: inboxSlimJson('i') },
  { claims: 'ci.claims' },
);

/**
 * The inboxes through which they write, of those that member $3 works in, or all for null: with a source id
 * of an API inbox everybody can read what was written through it.
 */
const contactInboxesJson = (k: string): string => `
  (select coalesce(json_agg(tie.json order by tie.id), '[]') from (
    select ci.id, ${tieJson} as json
    from contact_inboxes ci join inboxes i on i.account_id = ci.account_id and i.id = ci.inbox_id
    where ci.account_id = ${k}.account_id and ci.contact_id = ${k}.id and i.deleted_at is null
      and ($3::bigint is null or exists (select from inbox_members im
        where im.account_id = i.account_id and im.inbox_id = i.id and im.user_id = $3))
    order by ci.id limit ${MAX_TIES}) tie)`;

const presentWith = (json: string): string => `
  select ${json}::text as json
  from unnest($2::bigint[]) with ordinality as page (id, position)
  join contacts k on k.account_id = $1 and k.id = page.id and k.deleted_at is null
  order by page.position`;

/** Contacts, one row of JSON text for each id, in the order of the ids. $1 account, $2 ids. */
export const presentContacts = presentWith(contactJson('k'));

/** The same with the inboxes through which each writes. $3 whose inboxes, or null for all. */
export const presentContactsWithInboxes = presentWith(
  contact('k', { contact_inboxes: contactInboxesJson('k') }),
);

/** An inbox as its row is (contract: customer §0.4). `i` is an alias of inboxes. */
const rawInboxJson = (i: string): string =>
  jsonObject({
    id: `${i}.id`,
    channel_id: `${i}.id`,
    account_id: `${i}.account_id`,
    name: `${i}.name`,
    created_at: iso(`${i}.created_at`),
    updated_at: iso(`${i}.updated_at`),
    channel_type: `${i}.channel_type`,
    enable_auto_assignment: `${i}.enable_auto_assignment`,
    greeting_enabled: `${i}.greeting_enabled`,
    greeting_message: `${i}.greeting_message`,
    email_address: 'null::text',
    working_hours_enabled: `${i}.working_hours_enabled`,
    out_of_office_message: `${i}.out_of_office_message`,
    timezone: `${i}.timezone`,
    enable_email_collect: `${i}.enable_email_collect`,
    csat_survey_enabled: `${i}.csat_survey_enabled`,
    allow_messages_after_resolved: `${i}.allow_messages_after_resolved`,
    auto_assignment_config: `${i}.auto_assignment_config`,
    lock_to_single_conversation: `${i}.lock_to_single_conversation`,
    portal_id: 'null::int',
    sender_name_type: `${i}.sender_name_type`,
    business_name: `${i}.business_name`,
    csat_config: `${i}.csat_config`,
  });

/** A new tie as making a contact shows it. $1 account, $2 contact inbox. */
export const presentNewTie = `
  select ${jsonObject({ inbox: rawInboxJson('i'), source_id: 'ci.source_id' })}::text as json
  from contact_inboxes ci join inboxes i on i.account_id = ci.account_id and i.id = ci.inbox_id
  where ci.account_id = $1 and ci.id = $2`;

/** A tie. $1 account, $2 contact inbox. */
export const presentTie = `
  select ${tieJson}::text as json
  from contact_inboxes ci join inboxes i on i.account_id = ci.account_id and i.id = ci.inbox_id
  where ci.account_id = $1 and ci.id = $2`;

// Whoever only claims to be them is not written to by mistake.
const newestTie = `
  (select ci.source_id from contact_inboxes ci
   where ci.account_id = i.account_id and ci.inbox_id = i.id and ci.contact_id = k.id and ci.claims is null
   order by ci.id desc limit 1)`;

const unusedTie = `
  (select ci.source_id from contact_inboxes ci
   where ci.account_id = i.account_id and ci.inbox_id = i.id and ci.contact_id = k.id and ci.claims is null
     and not exists (select from conversations c
       where c.account_id = ci.account_id and c.contact_inbox_id = ci.id)
   order by ci.id desc limit 1)`;

/**
 * The inboxes through which a contact can be written to, and who they are there (contract: customer
 * §1.11). $1 account, $2 contact, $3 whose inboxes, or null for all.
 */
export const presentContactableInboxes = `
  select ${jsonObject({ inbox: inboxSlimJson('i'), source_id: 'way.source_id' })}::text as json
  from contacts k
  join inboxes i on i.account_id = k.account_id and i.deleted_at is null
  cross join lateral (select case i.channel_type
    when 'Channel::Email' then k.email
    when 'Channel::Api' then coalesce(${newestTie}, gen_random_uuid()::text)
    when 'Channel::WebWidget' then ${unusedTie} end as source_id) way
  where k.account_id = $1 and k.id = $2 and way.source_id is not null
    and ($3::bigint is null or exists (select from inbox_members im
      where im.account_id = i.account_id and im.inbox_id = i.id and im.user_id = $3))
  order by i.id`;

/** The contact as the sender of a message (contract §3.8). */
export const contactSenderJson = (k: string): string =>
  jsonObject({
    additional_attributes: `${k}.additional_attributes`,
    custom_attributes: `${k}.custom_attributes`,
    email: `${k}.email`,
    id: `${k}.id`,
    identifier: `${k}.identifier`,
    name: `${k}.name`,
    phone_number: `${k}.phone_number`,
    thumbnail: pictureUrl(`${k}.avatar_url`),
    blocked: `${k}.blocked`,
    type: `'contact'::text`,
  });

/** The same as the session of contact inbox `ci` may see it: see ownRawContactJson. */
export const ownSenderJson = (k: string, ci: string): string => `
  case when ${ci}.claims is null then ${contactSenderJson(k)} else ${jsonObject({
    additional_attributes: `'{}'::jsonb`,
    custom_attributes: `coalesce(${ci}.claims -> 'custom_attributes', '{}')`,
    email: `${ci}.claims ->> 'email'`,
    id: `${k}.id`,
    identifier: `${ci}.claims ->> 'identifier'`,
    name: `coalesce(${ci}.claims ->> 'name', '')`,
    phone_number: `${ci}.claims ->> 'phone_number'`,
    thumbnail: `''::text`,
    blocked: 'false',
    type: `'contact'::text`,
  })} end`;
