/**
 * Conversations that are no more, given as JSON (PlaceLeft in events/events.ts), with the columns by which
 * it is decided who may see a conversation.
 */
export const placesLeft = (parameter: string): string => `
  (select * from jsonb_to_recordset(${parameter}::jsonb) as place (account_id bigint, id bigint,
     inbox_id bigint, team_id bigint, assignee_id bigint, took_part bigint[]))`;
