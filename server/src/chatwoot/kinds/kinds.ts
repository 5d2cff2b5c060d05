import type { Vault } from '../../auth/vault.ts';
import { rows } from '../../db/query.ts';
import { reserveIds } from '../identities.ts';
import type { Kind } from '../kind.ts';
import { loadMembers } from '../references.ts';
import type { Run } from '../run.ts';
import { contactInboxes, contacts, notes } from './contacts.ts';
import { conversations, displayIdsOf, mentions, participants } from './conversations.ts';
import { attachments, avatars } from './files.ts';
import { agentBotInboxes, inboxes, inboxMembers, workingHours } from './inboxes.ts';
import { csatSurveyResponses, reportingEvents } from './history.ts';
import { messages } from './messages.ts';
import {
  accessTokens,
  accounts,
  agentBots,
  customRoles,
  memberships,
  teamMembers,
  teams,
  users,
} from './people.ts';
import {
  automationRules,
  cannedResponses,
  customAttributeDefinitions,
  customFilters,
  dashboardApps,
  labels,
  macros,
  webhooks,
} from './settings.ts';

/** Everything that is copied, in an order in which rows come after those that they refer to. */
export const kindsWith = (vault: Vault): Kind[] => [
  { ...accounts, finish: reserveDisplayIds },
  users,
  agentBots,
  customRoles,
  { ...memberships, finish: loadMembers },
  accessTokens(vault),
  teams,
  teamMembers,
  labels,
  customAttributeDefinitions,
  cannedResponses,
  inboxes(vault),
  inboxMembers,
  workingHours,
  agentBotInboxes,
  webhooks,
  macros,
  customFilters,
  automationRules,
  dashboardApps,
  contacts,
  notes,
  contactInboxes,
  conversations,
  participants,
  mentions,
  messages,
  attachments,
  csatSurveyResponses,
  reportingEvents,
  avatars,
];

/**
 * Numbers of conversations go on after the highest of the source. At once, because whoever works in the
 * account here while the rest is copied would take numbers that are still to come.
 */
async function reserveDisplayIds(run: Run): Promise<void> {
  if (run.dryRun) return;
  const highest = await run.source.query<{ account_id: number; upto: number }>(
    'select account_id, max(display_id) as upto from conversations where display_id is not null group by account_id',
  );
  const here = await rows<{ old_id: number; id: number; sequence: string }>(
    run.platform.pool,
    `select i.old_id, a.id, confab_display_ids(a.id) as sequence from import_ids i
     join accounts a on a.id = i.new_id where i.source_id = $1 and i.kind = 'accounts'`,
    [run.sourceId],
  );
  const upto = new Map(highest.map((each) => [each.account_id, each.upto]));
  for (const { old_id, id, sequence } of here) {
    const kind = displayIdsOf(id);
    const reservation = { sourceId: run.sourceId, kind, table: 'conversations', sequence };
    run.keeps.set(
      kind,
      await reserveIds(run.platform.pool, { ...reservation, upto: upto.get(old_id) ?? 0 }),
    );
  }
}
