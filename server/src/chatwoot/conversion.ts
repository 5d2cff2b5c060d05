import { keyOf, type Keeps, type Known, type Remembered } from './identities.ts';
import { jsonText, timeText, type Row, type Value } from './rules.ts';

/** Why a row cannot be copied, in words that follow "skipped". */
export class Skipped extends Error {}

/** Who belongs to which account here: true for a member, false for one who has left. */
export type Members = Map<string, boolean>;

export const memberKey = (accountId: number, userId: number): string => `${accountId} ${userId}`;

export interface Surroundings {
  /** Rows that the batch refers to. */
  known: Map<string, Known>;
  members: Members;
  /** Whether an id of a kind stays the same. */
  keeps: (kind: string) => Keeps;
  /** The latest instant that can have happened, as `YYYY-MM-DD HH:MM:SS`. */
  latest: string;
  /** When the import began, in the same form. */
  now: string;
  note: (reason: string) => void;
}

interface Reference {
  kind: string;
  id: Value;
  account_id: number;
  /** In the report: "its … is missing". */
  name: string;
}

type Person = Omit<Reference, 'kind'>;

/** What a row is converted with: where other rows went, and how odd values are mended. */
export const createConversion = (around: Surroundings) => ({
  note: around.note,
  keeps: around.keeps,
  now: `${around.now}+00`,
  ...records(around),
  ...people(around),
  ...values(around),
});

export type Conversion = ReturnType<typeof createConversion>;

const finder =
  ({ known }: Surroundings) =>
  (kind: string, id: Value): Known | undefined =>
    typeof id === 'number' ? known.get(keyOf(kind, id)) : undefined;

/** References to records. One into another account is dropped: our own constraints would refuse it. */
function records(around: Surroundings) {
  const find = finder(around);
  return {
    find,
    account(id: Value): number {
      const found = find('accounts', id);
      if (found !== undefined) return found.id;
      throw new Skipped(id === null ? 'it has no account' : 'its account is not here');
    },
    /** A record of the account that must be there. */
    required({ kind, id, account_id, name }: Reference): number {
      const found = find(kind, id);
      if (found === undefined) throw new Skipped(`its ${name} is missing`);
      if (found.account_id === account_id) return found.id;
      throw new Skipped(`its ${name} belongs to another account`);
    },
    /** The same where it may be absent. */
    optional({ kind, id, account_id, name }: Reference): number | null {
      if (id === null || id === undefined) return null;
      const found = find(kind, id);
      if (found !== undefined && found.account_id === account_id) return found.id;
      around.note(
        `its ${name} ${found === undefined ? 'is missing' : 'belongs to another account'}`,
      );
      return null;
    },
    /** Lets other rows of the batch find this one. */
    introduce(kind: string, { old_id, new_id, account_id }: Remembered): void {
      around.known.set(keyOf(kind, old_id), { id: new_id, account_id });
    },
  };
}

/** References to people and bots, who may work in several accounts. */
function people(around: Surroundings) {
  const find = finder(around);
  const former = new Map<string, [account: number, user: number]>();
  const bots = new Map<string, [account: number, bot: number]>();
  const user = ({ id, name }: Person): number | null => {
    if (id === null || id === undefined) return null;
    const found = find('users', id);
    if (found === undefined) around.note(`its ${name} is missing`);
    return found?.id ?? null;
  };
  return {
    /** Somebody who is a member of the account now. */
    member(what: Person): number | null {
      const id = user(what);
      if (id === null || around.members.get(memberKey(what.account_id, id)) === true) return id;
      around.note(`its ${what.name} is no member of the account`);
      return null;
    },
    /** Somebody who wrote something, and may have left since: then they are noted as having left. */
    author(what: Person): number | null {
      const id = user(what);
      if (id === null) return null;
      const key = memberKey(what.account_id, id);
      if (!around.members.has(key)) former.set(key, [what.account_id, id]);
      return id;
    },
    /** A bot of the account, or one that all accounts may use. */
    bot({ id, account_id, name }: Person): number | null {
      if (id === null || id === undefined) return null;
      const found = find('agent_bots', id);
      if (found !== undefined && (found.account_id ?? account_id) === account_id) {
        bots.set(memberKey(account_id, found.id), [account_id, found.id]);
        return found.id;
      }
      around.note(
        `its ${name} ${found === undefined ? 'is missing' : 'belongs to another account'}`,
      );
      return null;
    },
    /** What rows refer to and nobody wrote down: members who have left, bots of the installation. */
    implied: () => ({ former: [...former.values()], bots: [...bots.values()] }),
  };
}

/** Times and JSON, mended where they are impossible. */
function values({ latest, now, note }: Surroundings) {
  const time = (value: Value, upto: string, column: string): string | null => {
    if (value === null || value === undefined) return null;
    const text = timeText(value, upto);
    if (text === undefined) note(`${column} is an impossible time`);
    return text ?? null;
  };
  const json = (value: Value, kind: 'object' | 'list', column: string): string => {
    const text = jsonText(value, kind);
    if (text === undefined) note(`${column} is no ${kind}`);
    return text ?? (kind === 'object' ? '{}' : '[]');
  };
  return {
    /** When something happened; null for an impossible time. */
    past: (value: Value, column: string): string | null => time(value, latest, column),
    /** When something is to happen. The year 9999 is as good as never, and kept. */
    future: (value: Value, column: string): string | null =>
      time(value, '9999-12-31 23:59:59', column),
    /** When it was made and changed, the one standing in for the other. */
    stamps(row: Row): { created_at: string; updated_at: string } {
      const created = time(row['created_at'], latest, 'created_at');
      const updated = time(row['updated_at'], latest, 'updated_at');
      const otherwise = `${now}+00`;
      return {
        created_at: created ?? updated ?? otherwise,
        updated_at: updated ?? created ?? otherwise,
      };
    },
    object: (value: Value, column: string): string => json(value, 'object', column),
    list: (value: Value, column: string): string => json(value, 'list', column),
  };
}
