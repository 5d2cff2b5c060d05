import { iso, jsonObject } from '../db/json.ts';

/** A service key `k` of user `u`. */
export const serviceKeyJson = jsonObject({
  id: 'k.id',
  name: 'u.name',
  scopes: 'k.scopes',
  inbox_ids: `case when not k.all_inboxes then coalesce((select json_agg(im.inbox_id order by im.inbox_id)
    from inbox_members im where im.account_id = k.account_id and im.user_id = k.user_id), '[]') end`,
  user_id: 'k.user_id',
  created_by_id: 'k.created_by_id',
  created_at: iso('k.created_at'),
  last_used_at: iso('k.last_used_at'),
  expires_at: iso('k.expires_at'),
});
