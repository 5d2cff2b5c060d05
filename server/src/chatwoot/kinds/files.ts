import { newBlob } from '../../attachments/attach.ts';
import { storeBlobs } from '../../attachments/queries.ts';
import { avatarRefusal, storeAvatar, type AvatarOwner } from '../../avatars/avatars.ts';
import { Skipped } from '../conversion.ts';
import { bringFiles } from '../files.ts';
import type { Converted, Kind } from '../kind.ts';
import { numberWithin, textOf } from '../rules.ts';

const blobOf = (record: string): string => `select to_jsonb(b) from active_storage_attachments a
  join active_storage_blobs b on b.id = a.blob_id where ${record} order by a.id limit 1`;

const storageTables = {
  active_storage_attachments: ['name', 'record_type', 'record_id', 'blob_id'],
  active_storage_blobs: ['key', 'filename'],
};

export const attachments: Kind = {
  name: 'attachments',
  table: 'attachments',
  hasId: true,
  columns: ['message_id', 'account_id', 'file_type', 'created_at'],
  optional: [
    'external_url',
    'fallback_title',
    'coordinates_lat',
    'coordinates_long',
    'meta',
    'updated_at',
  ],
  computed: {
    blob: blobOf(`a.record_type = 'Attachment' and a.record_id = t.id and a.name = 'file'`),
  },
  needs: storageTables,
  references: (row) => [['messages', row['message_id']]],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const type = numberWithin(row['file_type'], 12);
    if (type === null) on.note('its type is unknown: it is a file');
    return {
      account_id,
      message_id: on.required({
        kind: 'messages',
        id: row['message_id'],
        account_id,
        name: 'message',
      }),
      file_type: type ?? 3,
      blob_id: null,
      external_url: textOf(row['external_url']),
      fallback_title: textOf(row['fallback_title']),
      coordinates_lat: row['coordinates_lat'] ?? null,
      coordinates_long: row['coordinates_long'] ?? null,
      meta: on.object(row['meta'], 'meta'),
      created_at: on.stamps(row).created_at,
    };
  },
  prepare: bringFiles,
  async before(tx, made) {
    const stored = made.flatMap((row) => (row.file === undefined ? [] : [{ row, file: row.file }]));
    const blobs = await storeBlobs(
      tx,
      stored.map(({ row, file }) => newBlob(row.new['account_id'] as number, file)),
    );
    for (const [n, { row }] of stored.entries()) row.new['blob_id'] = blobs[n]?.id;
  },
};

const OWNERS: Record<string, string> = {
  User: 'users',
  AgentBot: 'agent_bots',
  Contact: 'contacts',
  Inbox: 'inboxes',
};

export const avatars: Kind = {
  name: 'avatars',
  table: 'active_storage_attachments',
  into: 'avatars',
  hasId: false,
  columns: ['record_type', 'record_id', 'blob_id'],
  computed: { blob: 'select to_jsonb(b) from active_storage_blobs b where b.id = t.blob_id' },
  needs: storageTables,
  where: `t.name = 'avatar' and t.record_type in ('User', 'AgentBot', 'Contact', 'Inbox')`,
  account: 'null::bigint',
  ofAccounts: (list) => `case t.record_type
    when 'Contact' then exists (select from contacts x where x.id = t.record_id and x.account_id = any (${list}))
    when 'Inbox' then exists (select from inboxes x where x.id = t.record_id and x.account_id = any (${list}))
    when 'User' then exists (select from account_users x where x.user_id = t.record_id and x.account_id = any (${list}))
    else true end`,
  references: (row) => [[OWNERS[String(row['record_type'])] ?? '', row['record_id']]],
  unique: [
    { column: 'user_id', within: [], second: 'skip' },
    { column: 'agent_bot_id', within: [], second: 'skip' },
    { column: 'contact_id', within: ['account_id'], second: 'skip' },
    { column: 'inbox_id', within: ['account_id'], second: 'skip' },
  ],
  convert(row, on) {
    const kind = OWNERS[String(row['record_type'])] ?? '';
    const owner = on.find(kind, row['record_id']);
    if (owner === undefined) throw new Skipped('whose it is is missing');
    return { ...ownerOf(kind, owner) };
  },
  prepare: (made, around) => bringFiles(made, { ...around, refuse: avatarRefusal }),
  async instead(tx, made) {
    for (const { new: owner, file } of made as Required<Converted>[]) {
      await storeAvatar(tx, owner as AvatarOwner, file);
    }
  },
};

function ownerOf(
  kind: string,
  { id, account_id }: { id: number; account_id: number | null },
): AvatarOwner {
  if (kind === 'users') return { user_id: id };
  if (kind === 'agent_bots') return { agent_bot_id: id };
  return kind === 'contacts'
    ? { account_id: account_id as number, contact_id: id }
    : { account_id: account_id as number, inbox_id: id };
}
