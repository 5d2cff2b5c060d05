import type { ChatwootSource } from './source.ts';

interface Size {
  /** Contacts, and as many conversations. */
  conversations: number;
  messagesEach: number;
  people?: number;
}

/** Of the people that `fillSource` makes: `secret-1!`, as Devise stores it. */
export const OLD_PASSWORD = 'secret-1!';
const OLD_DIGEST = '$2a$04$0PHBJ21DUrk0F8/DrwbnluiSM.3zvApbRkjherEIBqE6cN.MZjK5i';

/** Words that make texts of different lengths in which one can search. */
const WORDS = `array['order','parcel','invoice','refund','thanks','please','delivery','number','broken','screen',
  'colour','size','address','Straße','déjà','когда','ありがとう','tomorrow','yesterday','payment']`;

/**
 * Two accounts with people, inboxes of three kinds, labels, teams, and conversations with their messages.
 * Each value follows from the number of its row, so that two fillings of a size are the same.
 */
export async function fillSource(
  { sql }: ChatwootSource,
  { conversations, messagesEach, people = 12 }: Size,
): Promise<void> {
  const from = `timestamp '2025-01-01'`;
  await sql(`
    insert into accounts (name, created_at, updated_at, locale, settings) values
      ('Harbour', ${from}, ${from}, 4, '{"auto_resolve_after": 1440}'), ('Meadow', ${from}, ${from}, 0, '{}');
    insert into users (name, email, uid, encrypted_password, confirmed_at, created_at, updated_at)
      select 'Person ' || n, 'person' || n || '@example.com', 'person' || n || '@example.com', '${OLD_DIGEST}', ${from}, ${from}, ${from}
      from generate_series(1, ${people}) n;
    insert into access_tokens (owner_type, owner_id, token)
      select 'User', n, 'OldTokenOfPerson' || lpad(n::text, 8, '0') from generate_series(1, ${people}) n;
    insert into account_users (account_id, user_id, role, availability)
      select 1 + n % 2, n, case when n <= 2 then 1 else 0 end, n % 3 from generate_series(1, ${people}) n;
    insert into teams (name, account_id) values ('night shift', 1), ('returns', 1), ('returns', 2);
    insert into team_members (team_id, user_id) values (1, 2), (1, 4), (3, 1);
    insert into labels (title, account_id, show_on_sidebar) values ('urgent', 1, true), ('later', 1, false), ('urgent', 2, true);
    insert into tags (name) values ('urgent'), ('later');
    insert into channel_api (account_id, identifier, hmac_token) values (1, 'api-one', 'hmac-one'), (2, 'api-two', 'hmac-two');
    insert into channel_web_widgets (account_id, website_url, website_token, feature_flags, reply_time)
      values (1, 'https://harbour.example.com', 'widget-one', 5, 2);
    insert into channel_email (account_id, email, forward_to_email, imap_password)
      values (1, 'desk@harbour.example.com', 'f1@mail.example.com', '{"p":"AAAA","h":{"iv":"AA","at":"AA"}}');
    insert into inboxes (name, account_id, channel_id, channel_type) values
      ('Shop', 1, 1, 'Channel::Api'), ('Site', 1, 1, 'Channel::WebWidget'), ('Mail', 1, 1, 'Channel::Email'), ('Shop', 2, 2, 'Channel::Api');
    insert into inbox_members (inbox_id, user_id)
      select i, n from generate_series(1, 4) i, generate_series(1, ${people}) n
      where 1 + n % 2 = case when i = 4 then 2 else 1 end;`);
  await sql(`
    insert into contacts (name, email, phone_number, account_id, created_at, updated_at, last_activity_at, contact_type)
      select 'Contact ' || n, 'contact' || n || '@example.org', '+4930' || lpad(n::text, 7, '0'), 1 + (n % 10) / 9,
        ${from} + n * interval '1 minute', ${from} + n * interval '1 minute', ${from} + n * interval '1 hour', n % 3
      from generate_series(1, ${conversations}) n;
    insert into contact_inboxes (contact_id, inbox_id, source_id, pubsub_token)
      select n, case when n % 10 = 9 then 4 else 1 + n % 3 end, md5('source' || n), md5('pubsub' || n)
      from generate_series(1, ${conversations}) n;
    insert into conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id, status, assignee_id, priority,
        team_id, created_at, updated_at, last_activity_at, uuid)
      select 1 + (n % 10) / 9, case when n % 10 = 9 then 4 else 1 + n % 3 end, n, n,
        row_number() over (partition by (n % 10) / 9 order by n), n % 4,
        case when n % 5 < 2 then 2 + 2 * (n % 3) - (n % 10) / 9 end,
        nullif(n % 7, 4) % 4, case when n % 10 < 3 then 1 end, ${from} + n * interval '1 minute',
        ${from} + n * interval '2 minutes', ${from} + n * interval '2 minutes', md5('conversation' || n)::uuid
      from generate_series(1, ${conversations}) n order by n;
    insert into taggings (tag_id, taggable_type, taggable_id, context)
      select 1 + n % 2, 'Conversation', n, 'labels' from generate_series(1, ${conversations}) n where n % 4 = 0;`);
  await sql(`
    insert into messages (account_id, inbox_id, conversation_id, message_type, content, status, source_id, sender_type, sender_id,
        content_attributes, private, created_at, updated_at)
      select 1 + (c % 10) / 9, case when c % 10 = 9 then 4 else 1 + c % 3 end, c,
        case when m % 9 = 8 then 2 when m % 2 = 0 then 0 else 1 end,
        (select string_agg((${WORDS})[1 + abs(hashint4(c * 31 + m * 7 + w)) % 20], ' ')
         from generate_series(1, 3 + abs(hashint4(c + m)) % 25) w),
        m % 3, case when m % 2 = 0 then md5('message' || c || '/' || m) end,
        case when m % 9 = 8 then null when m % 2 = 0 then 'Contact' else 'User' end,
        case when m % 9 = 8 then null when m % 2 = 0 then c else 2 + 2 * (c % 3) - (c % 10) / 9 end,
        case when m % 5 = 3 then to_json('{"in_reply_to":' || (c - 1) * ${messagesEach} + m || '}') else '{}' end,
        m % 11 = 9, ${from} + c * interval '1 minute' + m * interval '1 second', ${from} + c * interval '1 minute'
      from generate_series(1, ${conversations}) c, generate_series(0, ${messagesEach} - 1) m order by c, m;
    analyze;`);
}
