import { ownSenderJson } from '../contacts/present.ts';
import { placesLeft } from '../conversations/places-left.ts';
import { memberMayOpen, placesOf } from '../conversations/visibility.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { PlaceLeft } from '../events/events.ts';
import { without } from '../failpoint.ts';
import { keyOf, type Listener } from './listeners.ts';
import { remembered } from './remembered.ts';

/** Who may hear what, at the moment it was asked. */
export interface Audience {
  /** Whether what they showed still holds, and their account, membership, contact and inbox are there. */
  mayListen(listener: Listener): boolean;
  /** A member of the conversation's inbox or an administrator, as far as a custom role reaches. */
  works(listener: Listener, conversationId: number): boolean;
  /** Whoever may open the conversation by its address; also through a team. */
  opens(listener: Listener, conversationId: number): boolean;
  /** The customer whose conversation it is. */
  owns(listener: Listener, conversationId: number): boolean;
  /** The contact behind a contact inbox; null for people of the team. */
  contactOf(listener: Listener): number | null;
  /** How a customer is shown themselves, when that is not as the team knows them (contacts/claims.ts). */
  selfOf(listener: Listener): Record<string, unknown> | null;
}

interface Asked {
  listeners: readonly Listener[];
  conversations: readonly { account_id: number; id: number }[];
  /** Those that are no more. */
  left?: readonly PlaceLeft[];
}

interface Found {
  what: 'member' | 'customer' | 'works' | 'opens' | 'owns';
  account_id: number;
  /** Of a tie the conversation's. */
  id: number;
  /** Who is tied to it. */
  tied: number[] | null;
  contact_id: number | null;
  proof: string | null;
  self: Record<string, unknown> | null;
}

// Contact inboxes whose owner has proven who they are hear of each other's conversations (contract: platform §6.3).
const find = `
  with people as materialized (
    select m.account_id, m.user_id, m.role, m.custom_role_id, m.removed_at, u.credentials_version,
      places.inboxes, places.teams
    from unnest($1::bigint[], $2::bigint[]) listener (account_id, id)
    join accounts a on a.id = listener.account_id and a.deleted_at is null and a.status = 'active'
    join memberships m on m.account_id = a.id and m.user_id = listener.id and m.removed_at is null
    join users u on u.id = m.user_id and u.deleted_at is null
    cross join lateral ${placesOf('m')} places
  ), customers as materialized (
    select ci.account_id, ci.id, ci.contact_id, ci.hmac_verified, ci.pubsub_token,
      case when ci.claims is not null then ${ownSenderJson('k', 'ci')} end as self
    from unnest($3::bigint[], $4::bigint[]) listener (account_id, id)
    join accounts a on a.id = listener.account_id and a.deleted_at is null and a.status = 'active'
    join contact_inboxes ci on ci.account_id = a.id and ci.id = listener.id
    join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id and k.deleted_at is null
    join inboxes i on i.account_id = ci.account_id and i.id = ci.inbox_id and i.deleted_at is null
  ), concerned as materialized (
    select c.* from (
      select c.account_id, c.id, c.inbox_id, c.team_id, c.assignee_id, c.contact_inbox_id,
        '{}'::bigint[] as took_part
      from unnest($5::bigint[], $6::bigint[]) happened (account_id, id)
      join conversations c on c.account_id = happened.account_id and c.id = happened.id
      union all
      select place.account_id, place.id, place.inbox_id, place.team_id, place.assignee_id, null, place.took_part
      from ${placesLeft('$7')} place
    ) c
    join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
  )
  select 'member' as what, account_id, user_id as id, null::json as tied,
    null::bigint as contact_id, credentials_version::text as proof, null::json as self from people
  union all
  select 'customer', account_id, id, null, contact_id, pubsub_token, self from customers
  union all
  select case when m.role = 'administrator' or c.inbox_id = any(m.inboxes) then 'works' else 'opens' end as tie,
    m.account_id, c.id, json_agg(m.user_id), null, null, null
  from concerned c
  join people m on m.account_id = c.account_id
  left join custom_roles role on role.account_id = m.account_id and role.id = m.custom_role_id
  where ${memberMayOpen('m', 'role', { c: 'c', places: 'm', tookPart: 'c.took_part' })}
  group by tie, m.account_id, c.id
  union all
  select 'owns', k.account_id, c.id, json_agg(k.id), null, null, null
  from concerned c
  cross join lateral (
    select c.contact_inbox_id as id union select stub.contact_inbox_id from conversations stub
    where stub.account_id = c.account_id and stub.merged_into_id = c.id
  ) entry
  join contact_inboxes own on own.account_id = c.account_id and own.id = entry.id
    and (own.claims is null or own.id = c.contact_inbox_id)
  join customers k on k.account_id = c.account_id and (k.id = own.id
    or (own.hmac_verified and k.hmac_verified and k.contact_id = own.contact_id))
  group by k.account_id, c.id`;

/** One statement, however many listen and whatever happened. */
export async function findAudience(
  db: Db,
  { listeners, conversations, left = [] }: Asked,
): Promise<Audience> {
  const distinct = [...new Map(listeners.map((each) => [keyOf(each), each])).values()];
  const pairs = (each: readonly { account_id: number; id: number }[]) => [
    each.map(({ account_id }) => account_id),
    each.map(({ id }) => id),
  ];
  const found = await rows<Found & Record<string, unknown>>(db, find, [
    ...pairs(distinct.filter(({ kind }) => kind === 'User')),
    ...pairs(distinct.filter(({ kind }) => kind === 'Contact')),
    ...pairs(conversations),
    JSON.stringify(left),
  ]);
  const known = new Map<string, Found>();
  const ties = { works: new Map(), opens: new Map(), owns: new Map() } satisfies Record<
    string,
    Ties
  >;
  for (const each of found) {
    const { what, account_id, id } = each;
    if (what === 'member') known.set(keyOf({ kind: 'User', account_id, id }), each);
    else if (what === 'customer') known.set(keyOf({ kind: 'Contact', account_id, id }), each);
    else tie(ties[what], each);
  }
  const tied =
    (kind: Listener['kind'], ...all: Ties[]) =>
    (listener: Listener, conversationId: number): boolean =>
      listener.kind === kind && all.some((each) => areTied(each, listener, conversationId));
  const audience: Audience = {
    mayListen: (listener) => known.get(keyOf(listener))?.proof === listener.proof,
    works: tied('User', ties.works),
    opens: tied('User', ties.works, ties.opens),
    owns: tied('Contact', ties.owns),
    contactOf: (listener) => known.get(keyOf(listener))?.contact_id ?? null,
    selfOf: (listener) => known.get(keyOf(listener))?.self ?? null,
  };
  return without('rights-are-asked-anew') ? remembered(audience) : audience;
}

/** Who is tied to which conversation of which account. */
type Ties = Map<number, Map<number, Set<number>>>;

function tie(ties: Ties, { account_id, id, tied }: Found): void {
  const there = ties.get(account_id) ?? new Map<number, Set<number>>();
  ties.set(account_id, there.set(id, new Set(tied)));
}

const areTied = (ties: Ties, { account_id, id }: Listener, conversationId: number): boolean =>
  ties.get(account_id)?.get(conversationId)?.has(id) === true;
