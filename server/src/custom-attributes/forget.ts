import { touchCache } from '../accounts/cache-keys.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { AttributeModel } from './rules.ts';

const required = `
  update accounts set updated_at = now(),
    settings = jsonb_set(settings, '{conversation_required_attributes}',
      (settings -> 'conversation_required_attributes') - $2::text)
  where id = $1 and jsonb_typeof(settings -> 'conversation_required_attributes') = 'array'
    and settings -> 'conversation_required_attributes' ? $2::text`;

const fields = `'{pre_chat_form_options,pre_chat_fields}'`;

// A field of the other kind may have the same name, and so may one that every contact has.
const isIt = `field ->> 'name' = $2 and coalesce(field ->> 'field_type', $3) = $3`;

const preChat = `
  update inboxes i set updated_at = now(), channel = jsonb_set(channel, ${fields}, coalesce((
    select jsonb_agg(field order by position)
    from jsonb_array_elements(channel #> ${fields}) with ordinality as given (field, position)
    where not (${isIt})), '[]'))
  where account_id = $1 and jsonb_typeof(channel #> ${fields}) = 'array'
    and channel #> ${fields} @> jsonb_build_array(jsonb_build_object('name', $2::text))
    and exists (select from jsonb_array_elements(i.channel #> ${fields}) field where ${isIt})
  returning id`;

/** Nobody is asked any more for an attribute that is gone (contract: platform §4.10). */
export async function forgetAttribute(
  tx: Tx,
  accountId: number,
  { attribute_model, attribute_key }: { attribute_model: AttributeModel; attribute_key: string },
): Promise<void> {
  if (attribute_model === 'conversation_attribute') {
    await rows(tx, required, [accountId, attribute_key]);
  }
  const inboxes = await rows(tx, preChat, [accountId, attribute_key, attribute_model]);
  if (inboxes.length > 0) await touchCache(tx, accountId, 'inbox');
}
