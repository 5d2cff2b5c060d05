import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Zap } from 'lucide-react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { useAction } from '../../../api/use-action.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Page } from '../../../ui/page.tsx';
import { Sortable } from '../../../ui/sortable.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { RULE_EVENTS, type RuleEvent } from './condition-language.ts';
import { repositioned, rulesByEvent } from './order.ts';
import { RuleLine } from './rule-line.tsx';
import { rulesQuery, type Rule } from './rule-data.ts';
import { useAutomationTexts } from './texts.ts';

/** The automation rules of the account, by the event that they are for and in the order in which they act. */
export function RulesPage() {
  const t = useAutomationTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Rules />
    </AdministratorsOnly>
  );
}

function Rules() {
  const t = useAutomationTexts();
  const account = useAccount();
  const { data, error, refetch } = useQuery(rulesQuery(account));
  const add = (
    <Link
      to="/app/accounts/$accountId/settings/automation/new"
      params={{ accountId: account }}
      className={buttonClass('primary')}
    >
      <Plus aria-hidden="true" className="size-4" />
      {t('add')}
    </Link>
  );
  return (
    <Page title={t('title')} hint={t('hint')} actions={data?.length === 0 ? undefined : add}>
      {error === null || data !== undefined ? null : (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null ? <Lines /> : null}
      {data?.length === 0 ? (
        <Empty
          icon={<Zap aria-hidden="true" className="size-7" />}
          title={t('empty')}
          hint={t('emptyHint')}
        >
          <div className="mt-2">{add}</div>
        </Empty>
      ) : null}
      {data === undefined ? null : <Groups account={account} rules={data} />}
    </Page>
  );
}

function Groups({ account, rules }: { account: number; rules: Rule[] }) {
  const t = useAutomationTexts();
  const { run: order } = useAction(
    async (ordered: Rule[]) => {
      const changed = repositioned(ordered);
      const positions = new Map(changed.map(({ id, position }) => [id, position]));
      // Shown at once; the server follows, one after the other.
      queries.setQueryData<Rule[]>(rulesQuery(account).queryKey, (before) =>
        before?.map((each) => ({ ...each, position: positions.get(each.id) ?? each.position })),
      );
      for (const { id, position } of changed) {
        await unwrap(
          api(account).PATCH('/automation_rules/{automation_rule_id}', {
            params: { path: { automation_rule_id: id } },
            body: { position },
          }),
        );
      }
    },
    { changes: [['rules', account]] },
  );
  const title = (event: string): string =>
    RULE_EVENTS.includes(event as RuleEvent) ? t(`events.${event as RuleEvent}`) : event;
  return rulesByEvent(rules).map(({ event, rules: group }) => (
    <section key={event} className="mb-8">
      <h2 className="mb-2 text-sm font-semibold text-ink-soft">{title(event)}</h2>
      <Sortable
        label={title(event)}
        things={group}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        onOrder={(ordered) => void order(ordered)}
      >
        {(rule) => <RuleLine account={account} rule={rule} />}
      </Sortable>
    </section>
  ));
}
