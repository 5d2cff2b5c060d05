import { createCannedResponse } from '../canned-responses/canned-responses.ts';
import { createFilter } from '../custom-filters/custom-filters.ts';
import { createCustomRole } from '../custom-roles/custom-roles.ts';
import type { Tx } from '../db/pool.ts';
import { saveHours } from '../inboxes/queries.ts';
import { createMacro } from '../macros/macros.ts';
import type { Platform } from '../platform.ts';
import type { Company } from './company.ts';
import { giveRole, keepHours, labelContacts, writeNotes } from './records.ts';
import {
  cannedResponses,
  contactLabels,
  customRole,
  macros,
  notes,
  openingHours,
  views,
} from './settings.ts';
import type { ContactName } from './contacts.ts';
import { milliseconds } from './timeline.ts';

/** What the team has set up before the first customer wrote. */
export async function formHabits(tx: Tx, company: Company, platform: Platform): Promise<void> {
  const { account_id, actors, teams } = company;
  for (const [short_code, content] of Object.entries(cannedResponses)) {
    await createCannedResponse(tx, actors.maya, { short_code, content });
  }
  for (const { by, actions, ...macro } of macros) {
    await createMacro(tx, { actor: actors[by], platform }, { ...macro, actions: actions(teams) });
  }
  for (const { by, where, ...view } of views) {
    const payload = where.map(([attribute_key, filter_operator, values], index) => ({
      attribute_key,
      filter_operator,
      values,
      ...(index < where.length - 1 ? { query_operator: 'and' } : {}),
    }));
    await createFilter(tx, actors[by], { ...view, query: { payload } });
  }
  const { holder, permissions, ...role } = customRole;
  const { id } = await createCustomRole(tx, actors.maya, {
    ...role,
    permissions: [...permissions],
  });
  await giveRole(tx, { account_id, id }, actors[holder].id);
}

/**
 * What is kept about customers, and when the shop is open. After the play: whether a customer of the
 * past wrote at night must not depend on the hour at which the demo is made.
 */
export async function keepRecords(tx: Tx, company: Company, now: Date): Promise<void> {
  const { account_id, actors, contacts, inboxes } = company;
  await writeNotes(
    tx,
    account_id,
    notes.map(({ about, by, ago, says }) => ({
      contact_id: contacts[about],
      user_id: actors[by].id,
      content: says,
      at: new Date(now.getTime() - milliseconds(ago)),
    })),
  );
  const labelled = Object.entries(contactLabels).map(([name, labels]) => ({
    id: contacts[name as ContactName],
    labels,
  }));
  await labelContacts(tx, account_id, labelled);
  for (const id of [inboxes.app, inboxes.mail]) {
    await saveHours(tx, { account_id, id }, openingHours.days);
    await keepHours(tx, { account_id, id }, openingHours);
  }
}
