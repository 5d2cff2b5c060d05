import type { Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import { contactSubject } from '../filters/contact-subject.ts';
import { filterConditions } from '../filters/parse.ts';
import { understand } from '../filters/understand.ts';
import { cursorOf } from '../events/cursor.ts';
import { JsonText } from '../http/json.ts';
import {
  connected,
  everyContact,
  findContacts,
  listedContacts,
  matching,
  withLabels,
} from './finder.ts';
import { contactTexts } from './queries.ts';

export interface ListInput {
  page?: unknown;
  sort?: unknown;
  labels?: unknown;
  include_contact_inboxes?: unknown;
}

/** Whether the answer shows the inboxes: unless the parameter says something else than `true`. */
export const wantsInboxes = ({ include_contact_inboxes: given }: ListInput): boolean =>
  given === undefined || String(given) === 'true';

/** GET /contacts (contract: customer §1.2). */
export async function listContacts(db: Db, actor: Actor, input: ListInput): Promise<JsonText> {
  const conditions = [...(await listedContacts(db, actor)), ...withLabels(input.labels)];
  return present(db, actor, { conditions, input });
}

/** GET /contacts/search. Without a text it finds nobody, and does not say how many. */
export async function searchContacts(
  db: Db,
  actor: Actor,
  input: ListInput & { q?: string | undefined },
): Promise<JsonText> {
  const q = input.q?.trim() ?? '';
  if (q === '') return new JsonText('{"meta":{"count":null,"current_page":1},"payload":[]}');
  const listed = await listedContacts(db, actor);
  const conditions = [...listed, matching(q), ...withLabels(input.labels)];
  return present(db, actor, { conditions, input });
}

/** POST /contacts/filter (contract: customer §1.3). */
export async function filterContacts(
  db: Db,
  actor: Actor,
  input: ListInput & { payload?: unknown },
): Promise<JsonText> {
  const filter = await understand(db, actor, { payload: input.payload, subject: contactSubject });
  const conditions = [...(await listedContacts(db, actor)), ...filterConditions(filter)];
  return present(db, actor, { conditions, input });
}

/** GET /contacts/active: everybody who has the chat open, also those whom nobody can tell yet. */
export async function listActiveContacts(
  db: Db,
  actor: Actor,
  input: ListInput,
): Promise<JsonText> {
  return present(db, actor, { conditions: [...everyContact(actor), connected(actor)], input });
}

async function present(
  db: Db,
  actor: Actor,
  { conditions, input }: { conditions: Sql[]; input: ListInput },
): Promise<JsonText> {
  const cursor = await cursorOf(db, actor.account_id);
  const { ids, count } = await findContacts(db, conditions, input);
  const texts = await contactTexts(db, actor, { ids, inboxes: wantsInboxes(input) });
  const meta = { count, current_page: echoOf(input.page), cursor };
  return new JsonText(`{"meta":${JSON.stringify(meta)},"payload":[${texts.join(',')}]}`);
}

const MAX_ECHO = 20;

// The original gives the parameter back as it came, which in a query is a text (quirk, kept).
function echoOf(page: unknown): string | number {
  if (typeof page === 'number' && Number.isSafeInteger(page)) return page;
  return typeof page === 'string' && page.length <= MAX_ECHO ? page : 1;
}
