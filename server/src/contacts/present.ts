import { jsonObject, unix } from '../db/json.ts';

// SQL text that presents contacts. `k` is an alias of contacts.

/** The ContactFull of contract §3.2. */
export const contactJson = (k: string): string =>
  jsonObject(
    {
      additional_attributes: `${k}.additional_attributes`,
      availability_status: `case when exists (
        select from presence p where p.account_id = ${k}.account_id and p.kind = 'Contact' and p.id = ${k}.id
        and p.seen_at > now() - interval '20 seconds') then 'online' else 'offline' end`,
      email: `${k}.email`,
      id: `${k}.id`,
      name: `${k}.name`,
      phone_number: `${k}.phone_number`,
      blocked: `${k}.blocked`,
      identifier: `${k}.identifier`,
      thumbnail: `${k}.avatar_url`,
      custom_attributes: `${k}.custom_attributes`,
    },
    { last_activity_at: unix(`${k}.last_activity_at`), created_at: unix(`${k}.created_at`) },
  );

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
    thumbnail: `${k}.avatar_url`,
    blocked: `${k}.blocked`,
    type: `'contact'::text`,
  });
