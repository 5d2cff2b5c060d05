import { availability, availableName } from '../agents/present.ts';
import { jsonObject, pictureUrl, unix } from '../db/json.ts';

/** People who look at conversation $2 of account $1, and said so within $3 seconds; in the order in which they came. */
export const viewersJson = `(
  select coalesce(json_agg(${jsonObject({
    id: 'u.id',
    name: 'u.name',
    available_name: availableName('u'),
    thumbnail: pictureUrl('u.avatar_url'),
    availability_status: availability('m'),
    viewing_since: unix('v.since'),
    expires_at: unix('v.seen_at + make_interval(secs => $3)'),
  })} order by v.since, u.id), '[]')
  from conversation_viewers v
  join memberships m on m.account_id = v.account_id and m.user_id = v.user_id and m.removed_at is null
  join users u on u.id = v.user_id and u.deleted_at is null
  where v.account_id = $1 and v.conversation_id = $2 and v.seen_at between now() - make_interval(secs => $3) and now() + make_interval(secs => $3))`;
