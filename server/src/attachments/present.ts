import { enumName, jsonObject, unix } from '../db/json.ts';
import { FILE_TYPES } from '../messages/enums.ts';

// SQL text that presents attachments. `a` is an alias of attachments, `b` of their blob (or nulls).

const BASE_URL = `current_setting('confab.base_url')`;

/** Public, unguessable address of the file; null without a file. */
export const dataUrl = (b: string): string =>
  `${BASE_URL} || '/rails/active_storage/blobs/redirect/' || ${b}.token || '/' || ${b}.url_name`;

/** Address of the 250 px wide picture; '' when there is none to make. */
const thumbUrl = (a: string, b: string): string => `
  case when ${a}.file_type = 0 and ${b}.metadata ? 'width'
    then ${BASE_URL} || '/rails/active_storage/representations/redirect/' || ${b}.token || '/250/' || ${b}.url_name
    else '' end`;

const base = (a: string) => ({
  id: `${a}.id`,
  message_id: `${a}.message_id`,
  file_type: enumName(`${a}.file_type`, FILE_TYPES),
  account_id: `${a}.account_id`,
});

const file = (a: string, b: string) => ({
  ...base(a),
  extension: 'null::text',
  data_url: `coalesce(${dataUrl(b)}, ${a}.external_url)`,
  thumb_url: thumbUrl(a, b),
  file_size: `${b}.byte_size`,
  width: `(${b}.metadata ->> 'width')::int`,
  height: `(${b}.metadata ->> 'height')::int`,
});

/** One attachment in a message (contract §3.9); the keys depend on its kind. */
const attachmentJson = (a: string, b: string): string => `
  case ${a}.file_type
    when 1 then ${jsonObject({ ...file(a, b), transcribed_text: `''::text` })}
    when 4 then ${jsonObject({
      ...base(a),
      coordinates_lat: `${a}.coordinates_lat`,
      coordinates_long: `${a}.coordinates_long`,
      fallback_title: `${a}.fallback_title`,
      data_url: `${a}.external_url`,
    })}
    when 5 then ${jsonObject({
      ...base(a),
      fallback_title: `${a}.fallback_title`,
      data_url: `${a}.external_url`,
    })}
    when 8 then ${jsonObject({ ...base(a), fallback_title: `${a}.fallback_title`, meta: `${a}.meta` })}
    when 12 then ${jsonObject({ ...base(a), data_url: `${a}.external_url` })}
    else ${jsonObject(file(a, b))}
  end`;

/** The attachments of message `m` as a JSON list, or null when it has none. */
export const attachmentsJson = (m: string): string => `
  (select ('[' || string_agg((${attachmentJson('a', 'b')})::text, ',' order by a.id) || ']')::json
   from attachments a left join blobs b on b.account_id = a.account_id and b.id = a.blob_id
   where a.account_id = ${m}.account_id and a.message_id = ${m}.id)`;

/**
 * One entry of a conversation's attachments (contract §4.17), `m` being its message and `sender` the
 * JSON of who wrote that. Kinds without a file have nulls.
 */
export const listedAttachmentJson = (
  { a, b, m }: { a: string; b: string; m: string },
  sender: string,
): string => {
  const hasFile = `${a}.file_type not in (4, 5, 8, 12)`;
  const { data_url, extension, file_size, width, height } = file(a, b);
  return jsonObject(
    {
      message_id: `${a}.message_id`,
      thumb_url: `case when ${hasFile} then ${thumbUrl(a, b)} end`,
      data_url: `case when ${a}.file_type <> 8 then ${data_url} end`,
      file_size,
      file_type: enumName(`${a}.file_type`, FILE_TYPES),
      extension,
      width,
      height,
      created_at: unix(`${m}.created_at`),
    },
    { sender },
  );
};
