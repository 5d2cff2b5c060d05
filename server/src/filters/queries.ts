import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { AttributeType } from './language.ts';

export interface AttributeDefinition {
  attribute_key: string;
  attribute_display_type: AttributeType;
}

/** Those of the names that are custom attributes of the account's conversations, with their types. */
export async function findAttributes(
  db: Db,
  accountId: number,
  names: readonly string[],
): Promise<AttributeDefinition[]> {
  return rows<AttributeDefinition>(
    db,
    `select attribute_key, attribute_display_type from custom_attribute_definitions
     where account_id = $1 and attribute_model = 'conversation_attribute' and attribute_key = any($2::text[])`,
    [accountId, names],
  );
}
