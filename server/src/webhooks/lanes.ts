import type { Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

// Who sends shows signs of life more often than this; the lanes of a process that was killed are free then.
export const LEASE_SECONDS = 8;

const ADMITTED_AT_ONCE = 1000;

// Updating a lane that is there already waits for whoever is just about to close it, so that what arrived
// is either seen by them or opens the lane anew.
const admit = `
  with taken as (
    delete from webhook_arrivals where ctid = any (array (
      select ctid from webhook_arrivals order by delivery_id limit ${ADMITTED_AT_ONCE} for update skip locked))
    returning account_id, endpoint_id, delivery_id, lane
  ), opened as (
    insert into webhook_lanes (account_id, endpoint_id, lane, delivery_id, due_at)
    select distinct account_id, endpoint_id, coalesce(lane, '#' || delivery_id),
      case when lane is null then delivery_id end, now()
    from taken order by account_id, endpoint_id, 3
    on conflict (account_id, endpoint_id, lane) do update set lane = excluded.lane
  )
  select count(*) as total, (extract(epoch from clock_timestamp()) * 1000)::float8 as clock from taken`;

/** Puts new deliveries into their lanes. Returns whether there may be more, and what the database's clock says. */
export async function admitArrivals(db: Db): Promise<{ isMore: boolean; clock: number }> {
  const { total, clock } = (await row(db, admit)) as { total: number; clock: number };
  return { isMore: total === ADMITTED_AT_ONCE, clock };
}

/** A lane that is ours until the lease ends, with what stands at its head. */
export interface Claimed {
  account_id: number;
  endpoint_id: number;
  lane: string;
  lease: string;
  kind: 'webhook' | 'inbox' | 'agent_bot' | 'action';
  url: string;
  ordering: 'lane' | 'strict';
  /** Its last deliveries failed. */
  is_failing: boolean;
  secret: Buffer | null;
  previous_secret: Buffer | null;
  /** Null when the lane is empty. */
  delivery_id: number | null;
  uuid: string;
  event: string;
  body: string;
  slow: boolean;
  attempts: number;
  tries: number;
  previous_undelivered: boolean;
}

// Endpoints are walked by the index, so that one with a million waiting lanes costs no more than one with
// a single lane; each gives as many as may be called at the same time.
const claim = `
  with recursive busy (account_id, endpoint_id) as (
    (select account_id, endpoint_id from webhook_lanes order by endpoint_id limit 1)
    union all
    select next.account_id, next.endpoint_id from busy cross join lateral (
      select l.account_id, l.endpoint_id from webhook_lanes l
      where l.endpoint_id > busy.endpoint_id order by l.endpoint_id limit 1) next
  ), due as (
    select l.place from busy
    join webhook_endpoints e on e.account_id = busy.account_id and e.id = busy.endpoint_id
      and e.paused_at is null and e.removed_at is null and (e.held_until is null or e.held_until <= now())
    left join unnest($1::bigint[], $2::int[]) room (endpoint_id, free) on room.endpoint_id = busy.endpoint_id
    cross join lateral (
      select l.ctid as place, l.due_at from webhook_lanes l
      where l.account_id = busy.account_id and l.endpoint_id = busy.endpoint_id and l.due_at <= now()
        and ($6 or l.lease is null)
      order by l.due_at limit coalesce(room.free, $3) for update skip locked) l
    order by l.due_at limit $4
  ), claimed as (
    update webhook_lanes l set lease = $5, due_at = clock_timestamp() + interval '${LEASE_SECONDS} seconds'
    from due where l.ctid = due.place
    returning l.account_id, l.endpoint_id, l.lane, l.lease, l.delivery_id
  )
  select c.account_id, c.endpoint_id, c.lane, c.lease, e.kind, e.url, e.ordering,
    e.failing_since is not null as is_failing, e.secret,
    case when e.previous_secret_until > now() then e.previous_secret end as previous_secret,
    d.id as delivery_id, d.uuid, d.event, d.body, d.slow, d.attempts, d.tries,
    d.lane is not null and exists (select from webhook_deliveries earlier
      where earlier.account_id = d.account_id and earlier.endpoint_id = d.endpoint_id and earlier.lane = d.lane
        and earlier.id < d.id and earlier.state in ('pending', 'dead')) as previous_undelivered
  from claimed c
  join webhook_endpoints e on e.account_id = c.account_id and e.id = c.endpoint_id
  left join lateral (
    select head.id from webhook_deliveries head
    where c.delivery_id is null and head.account_id = c.account_id and head.endpoint_id = c.endpoint_id
      and head.lane = c.lane and head.state = 'pending' and not head.slow
    order by head.id limit 1) head on true
  left join lateral (
    select * from webhook_deliveries own
    where own.account_id = c.account_id and own.id = coalesce(c.delivery_id, head.id) limit 1) d
    on d.state = 'pending'`;

interface Room {
  /** For endpoints that are called already: how many calls more each bears. */
  free: ReadonlyMap<number, number>;
  /** For all others. */
  usual: number;
  total: number;
  /** Whether lanes are taken whose lease is over. */
  takesOver?: boolean;
}

/** Leases lanes that are due, each with its next delivery; the ones that waited longest first. */
export async function claimLanes(
  db: Db,
  lease: string,
  { free, usual, total, takesOver = true }: Room,
): Promise<Claimed[]> {
  const values = [[...free.keys()], [...free.values()], usual, total, lease, takesOver];
  return rows<Claimed & Record<string, unknown>>(db, claim, values);
}

/** A lane and the lease under which it is held. */
export type Held = Pick<Claimed, 'account_id' | 'endpoint_id' | 'lane' | 'lease'>;

const columns = (held: readonly Held[]): unknown[] => [
  held.map(({ account_id }) => account_id),
  held.map(({ endpoint_id }) => endpoint_id),
  held.map(({ lane }) => lane),
  held.map(({ lease }) => lease),
];

const ours = `
  select l.account_id, l.endpoint_id, l.lane, l.place
  from (select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::uuid[])
    as held (account_id, endpoint_id, lane, lease) order by 1, 2, 3) held
  cross join lateral (
    select l.account_id, l.endpoint_id, l.lane, l.ctid::text as place from webhook_lanes l
    where l.account_id = held.account_id and l.endpoint_id = held.endpoint_id and l.lane = held.lane
      and l.lease = held.lease
    for update) l`;

/** Locks those that are still ours: nobody else leased them after ours ran out. */
export async function lockHeld(db: Db, held: readonly Held[]): Promise<Locked[]> {
  return rows<Locked & Record<string, unknown>>(db, ours, columns(held));
}

/** `place` is where the row stands, as long as it is locked. */
export type Locked = Pick<Held, 'account_id' | 'endpoint_id' | 'lane'> & { place: string };

const moveEnd = (end: string): string => `
  with ours as (${ours})
  update webhook_lanes l set ${end} from ours where l.ctid = ours.place::tid`;
const renew = moveEnd(`due_at = clock_timestamp() + interval '${LEASE_SECONDS} seconds'`);
const release = moveEnd('due_at = clock_timestamp(), lease = null');

/** Says that who holds them lives. */
export async function renewLeases(db: Db, held: readonly Held[]): Promise<void> {
  if (held.length > 0) await rows(db, renew, columns(held));
}

/** Gives them back, as they were. */
export async function releaseLanes(db: Db, held: readonly Held[]): Promise<void> {
  if (held.length > 0) await rows(db, release, columns(held));
}
