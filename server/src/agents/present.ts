import { jsonObject, pictureUrl } from '../db/json.ts';
import { isPresent } from '../presence.ts';

// SQL text that presents people. `u` is an alias of users, `m` of their membership in the account.

/** online, busy or offline: as chosen when auto_offline is off, else only while connected (last 20 s). */
export const availability = (m: string): string => `
  case when ${m}.removed_at is not null then null
       when not ${m}.auto_offline then ${m}.availability
       when exists (select from presence p where p.account_id = ${m}.account_id and p.kind = 'User'
                    and p.id = ${m}.user_id and ${isPresent('p')}) then ${m}.availability
       else 'offline' end`;

export const availableName = (u: string): string =>
  `coalesce(nullif(${u}.display_name, ''), ${u}.name)`;

const agent = (u: string, m: string, custom: Record<string, string>): string =>
  jsonObject({
    id: `${u}.id`,
    account_id: `${m}.account_id`,
    availability_status: availability(m),
    auto_offline: `case when ${m}.removed_at is null then ${m}.auto_offline end`,
    confirmed: `${u}.confirmed_at is not null`,
    email: `${u}.email`,
    provider: `'email'::text`,
    available_name: availableName(u),
    ...custom,
    name: `${u}.name`,
    role: `case when ${m}.removed_at is null then ${m}.role end`,
    thumbnail: pictureUrl(`${u}.avatar_url`),
    custom_role_id: `case when ${m}.removed_at is null then ${m}.custom_role_id end`,
  });

/** The Agent of contract §3.3: custom attributes are left out when there are none. */
export const agentJson = (u: string, m: string): string => `
  case when ${u}.custom_attributes = '{}' then ${agent(u, m, {})}
       else ${agent(u, m, { custom_attributes: `${u}.custom_attributes` })} end`;

/** The user as the sender of a message (contract §3.8). */
export const userSenderJson = (u: string, m: string): string =>
  jsonObject({
    id: `${u}.id`,
    name: `${u}.name`,
    available_name: availableName(u),
    avatar_url: pictureUrl(`${u}.avatar_url`),
    type: `'user'::text`,
    availability_status: availability(m),
    thumbnail: pictureUrl(`${u}.avatar_url`),
  });
