import { offerWork } from '../assignment/give-out.ts';
import { transaction, type Pool } from '../db/pool.ts';
import { row } from '../db/query.ts';
import type { Place } from '../events/place.ts';
import { isPresent } from '../presence.ts';
import { keyOf, type Listener, type Listeners } from './listeners.ts';
import { turnstile } from './turnstile.ts';

// Says whether they were not there a moment ago. Who seems to come in some time was there before the clock was
// put back, and may be gone: whoever is there says so again.
const markUser = `
  with before as (
    select 1 from presence p where p.account_id = $1 and p.kind = 'User' and p.id = $2
      and ${isPresent('p')}
  )
  insert into presence as p (account_id, kind, id)
  select m.account_id, 'User', m.user_id from memberships m
  where m.account_id = $1 and m.user_id = $2 and m.removed_at is null
  on conflict (account_id, kind, id) do update set seen_at = now()
  returning not exists (select from before) as came`;

const markContact = `
  insert into presence as p (account_id, kind, id)
  select k.account_id, 'Contact', k.id
  from contact_inboxes ci
  join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id and k.deleted_at is null
  where ci.account_id = $1 and ci.id = $2
  on conflict (account_id, kind, id) do update set seen_at = now()`;

const fresh = `
  select p.id from presence p
  where p.account_id = $1 and p.kind = $KIND and ${isPresent('p')}`;

// Values as chosen; who has switched auto_offline off is always there (contract: platform §6.5).
const users = `
  select coalesce(jsonb_object_agg(m.user_id, m.availability), '{}')
  from memberships m
  where m.account_id = $1 and m.removed_at is null
    and (not m.auto_offline or m.user_id in (${fresh.replace('$KIND', `'User'`)}))`;

const contacts = `
  select coalesce(jsonb_object_agg(k.id, 'online'), '{}')
  from contacts k
  where k.account_id = $1 and k.deleted_at is null and k.id in (${fresh.replace('$KIND', `'Contact'`)})`;

const findForUser = `select jsonb_build_object('account_id', $1::bigint, 'users', (${users}), 'contacts', (${contacts}))::text as data`;
const findForContact = `select jsonb_build_object('account_id', $1::bigint, 'users', (${users}))::text as data`;

/** Milliseconds between two messages to all connections of one person because of one of them. */
const REST = 1000;
/** So many look at once; the others wait, and those of one person look together. */
const WIDTH = 4;

interface Told {
  message: string;
  /** Not all of them have it. */
  isNew: boolean;
}

interface Parts {
  db: Pool;
  listeners: Listeners;
  placeOf: (listener: Listener) => Place;
}

/** Notes that somebody is there, and tells them on all their connections who else is. */
export type Presence = (listener: Listener) => Promise<void>;

/**
 * The connection itself is told at once. Somebody's other connections are told at most once a second: of a
 * thousand connections of one person each would otherwise tell all others whenever it comes.
 */
export function createPresence({ db, listeners, placeOf }: Parts): Presence {
  const told = new Map<string, Told>();
  const waiting = new Map<string, Promise<string>>();
  const inTurn = turnstile(WIDTH);

  const look = async (key: string, listener: Listener): Promise<string> => {
    const run =
      waiting.get(key) ??
      inTurn(async () => {
        waiting.delete(key);
        return markAndFind(db, listener);
      });
    waiting.set(key, run);
    return run;
  };
  const tell = (listener: Listener, message: string): void => {
    if (listener.live) listener.line.push(message, placeOf(listener));
  };
  const tellAll = (key: string, accountId: number, message: string): void => {
    for (const other of listeners.in(accountId)) if (personOf(other) === key) tell(other, message);
    const entry: Told = { message, isNew: false };
    told.set(key, entry);
    setTimeout(() => {
      told.delete(key);
      if (entry.isNew) tellAll(key, accountId, entry.message);
    }, REST).unref();
  };
  return async (listener) => {
    const key = personOf(listener);
    const message = await look(key, listener);
    const before = told.get(key);
    if (before === undefined) return tellAll(key, listener.account_id, message);
    Object.assign(before, { message, isNew: true });
    tell(listener, message);
  };
}

/** The same for all connections that one token opened. */
const personOf = (listener: Listener): string => `${keyOf(listener)}/${listener.proof}`;

async function markAndFind(db: Pool, { kind, account_id, id }: Listener): Promise<string> {
  const marked = await row<{ came: boolean }>(db, kind === 'User' ? markUser : markContact, [
    account_id,
    id,
  ]);
  if (marked?.came === true) {
    await transaction(db, async (tx) => offerWork(tx, { account_id, user_id: id }));
  }
  const find = kind === 'User' ? findForUser : findForContact;
  const found = await row<{ data: string }>(db, find, [account_id]);
  return `{"event":"presence.update","data":${found?.data}}`;
}
