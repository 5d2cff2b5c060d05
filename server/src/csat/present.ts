import { agentJson, availableName } from '../agents/present.ts';
import { contactJson } from '../contacts/present.ts';
import { iso, jsonObject, pictureUrl, unix } from '../db/json.ts';

// SQL text that presents ratings. `r` is an alias of csat_survey_responses.

/** The RawCsat of customer §0.4: the row as it is. */
const rawRating = (r: string): string =>
  jsonObject({
    id: `${r}.id`,
    account_id: `${r}.account_id`,
    conversation_id: `${r}.conversation_id`,
    message_id: `${r}.message_id`,
    rating: `${r}.rating`,
    feedback_message: `${r}.feedback_message`,
    contact_id: `${r}.contact_id`,
    assigned_agent_id: `${r}.assigned_agent_id`,
    created_at: iso(`${r}.created_at`),
    updated_at: iso(`${r}.updated_at`),
    // The team's notes are not for the customer: the keys stand there as the original has them.
    csat_review_notes: 'null::text',
    review_notes_updated_at: 'null::text',
    review_notes_updated_by_id: 'null::int',
  });

/** The CsatView of customer §2.6: question `m`, its conversation `c`, inbox `i`, account `a`, and perhaps a rating. */
export const surveyJson = jsonObject({
  id: 'm.id',
  csat_survey_response: `case when r.id is not null then ${rawRating('r')} end`,
  display_type: `case when coalesce(m.content_attributes ->> 'display_type', i.csat_config ->> 'display_type') = 'star'
    then 'star' else 'emoji' end`,
  content: `nullif(i.csat_config ->> 'message', '')`,
  inbox_avatar_url: pictureUrl('i.avatar_url'),
  inbox_name: 'i.name',
  locale: 'a.locale',
  // The primary key here, unlike everywhere else (contract: customer §10, quirk 10).
  conversation_id: 'c.id',
  created_at: iso('m.created_at'),
});

/**
 * The row of platform §4.20: conversation `c`, contact `k`, agent `u` with membership `m`, and `by` who
 * wrote the notes.
 */
export const ratingJson = jsonObject(
  {
    id: 'r.id',
    rating: 'r.rating',
    feedback_message: 'r.feedback_message',
    csat_review_notes: 'r.csat_review_notes',
    review_notes_updated_at: unix('r.review_notes_updated_at'),
  },
  {
    review_notes_updated_by: `case when by.id is not null then ${jsonObject({ id: 'by.id', name: availableName('by') })} end`,
  },
  { account_id: 'r.account_id', message_id: 'r.message_id' },
  { contact: `case when k.id is not null then ${contactJson('k')} end` },
  { conversation_id: 'c.display_id' },
  { assigned_agent: `case when u.id is not null then ${agentJson('u', 'm')} end` },
  { created_at: unix('r.created_at') },
);
