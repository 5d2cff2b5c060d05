import type { ImportReport } from './report.ts';
import type { Source } from './source.ts';

/** Why, by what stays behind. */
const REASONS: [because: string, tables: string[]][] = [
  [
    'there is no such thing here',
    [
      'portals',
      'categories',
      'articles',
      'campaigns',
      'sla_policies',
      'applied_slas',
      'captain_assistants',
      'captain_documents',
      'copilot_threads',
      'companies',
      'email_templates',
      'assignment_policies',
    ],
  ],
  ['they are lists of what happened before', ['audits', 'notifications']],
  ['connect them again with their keys', ['integrations_hooks']],
  ['make them anew, with tokens of their own', ['platform_apps']],
  ['devices subscribe again', ['notification_subscriptions']],
  ['everybody begins with the usual ones', ['notification_settings']],
];

/** How much there is of what is not copied. */
export async function countLeftBehind(source: Source): Promise<ImportReport['left_behind']> {
  const found: ImportReport['left_behind'] = {};
  for (const [because, tables] of REASONS) {
    for (const table of tables.filter((name) => source.has(name))) {
      const [counted] = await source.query<{ count: number }>(
        `select count(*) as count from ${table}`,
      );
      if (counted !== undefined && counted.count > 0)
        found[table] = { rows: counted.count, because };
    }
  }
  return found;
}
