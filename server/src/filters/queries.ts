import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { AttributeType, Subject } from './language.ts';

export interface AttributeDefinition {
  attribute_key: string;
  attribute_display_type: AttributeType;
}

/** Those of the names that are custom attributes of this model in the account, with their types. */
export async function findAttributes(
  db: Db,
  accountId: number,
  { model, names }: { model: Subject['attribute_model']; names: readonly string[] },
): Promise<AttributeDefinition[]> {
  return rows<AttributeDefinition>(
    db,
    `select attribute_key, attribute_display_type from custom_attribute_definitions
     where account_id = $1 and attribute_model = $2 and attribute_key = any($3::text[])`,
    [accountId, model, names],
  );
}
