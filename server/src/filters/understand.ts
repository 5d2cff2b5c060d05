import type { Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import type { Subject } from './language.ts';
import { readFilter, readPayload, type Filter } from './parse.ts';
import { findAttributes } from './queries.ts';

/** What the payload of a filter asks for (contract §5). Throws 422 for what it cannot ask. */
export async function understand(
  db: Db,
  { account_id }: Pick<Actor, 'account_id'>,
  { payload, subject }: { payload: unknown; subject: Subject },
): Promise<Filter> {
  const { keys: standard, attribute_model: model } = subject;
  const conditions = readPayload(payload);
  const others = conditions.map(({ name }) => name).filter((name) => !standard.has(name));
  const names = [...new Set(others)];
  const found = names.length === 0 ? [] : await findAttributes(db, account_id, { model, names });
  const attributes = found.map(
    ({ attribute_key: name, attribute_display_type: type }) =>
      [name, subject.attributeKey(name, type)] as const,
  );
  return readFilter(conditions, { standard, attributes: new Map(attributes) });
}
