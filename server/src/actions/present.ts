import { dataUrl } from '../attachments/present.ts';
import { jsonObject } from '../db/json.ts';
import type { FileOwner } from './queries.ts';

/** The files that the actions of `x` send, as a JSON list; null for none. */
export const filesJson = (x: string, owner: FileOwner): string => `
  (select json_agg(${jsonObject({
    id: 'b.id',
    [`${owner}_id`]: `${x}.id`,
    file_type: 'b.content_type',
    account_id: 'b.account_id',
    file_url: dataUrl('b'),
    blob_id: 'b.id',
    filename: 'b.filename',
  })} order by b.id)
   from blobs b where b.account_id = ${x}.account_id and b.claimed_by = '${owner}' and b.id in (
     select (param #>> '{}')::numeric::bigint from jsonb_path_query(${x}.actions,
       '$[*] ? (@.action_name == "send_attachment").action_params[*] ? (@.type() == "number" && @ > 0 && @ < 1000000000000000)'
     ) param))`;
