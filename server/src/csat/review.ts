import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';

const lock = `
  select id, csat_review_notes as notes from csat_survey_responses
  where account_id = $1 and id = $2 for update`;

const save = `
  update csat_survey_responses set csat_review_notes = $3, review_notes_updated_at = clock_timestamp(),
    review_notes_updated_by_id = $4
  where account_id = $1 and id = $2`;

/** Keeps what the team thinks about a rating; blank takes it away. Throws 404 when there is no such rating. */
export async function reviewRating(
  tx: Tx,
  actor: Actor,
  { id, notes }: { id: number | null; notes: string | null },
): Promise<number> {
  const { account_id } = actor;
  const before = await row<{ id: number; notes: string | null }>(tx, lock, [account_id, id]);
  if (before === undefined) throw notFound();
  const after = notes === null || notes.trim() === '' ? null : notes;
  await rows(tx, save, [account_id, before.id, after, actor.id]);
  await audit(tx, actor, {
    type: 'CsatSurveyResponse',
    id: before.id,
    action: 'update',
    changes: { csat_review_notes: [before.notes, after] },
  });
  return before.id;
}
