import { Link, useNavigate } from '@tanstack/react-router';
import { MoreHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { useAction } from '../../../api/use-action.ts';
import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { draftActions } from '../actions/action-language.ts';
import { useActionWords } from '../actions/use-action-words.ts';
import { askToRemove } from '../removal.ts';
import { refreshRules, type Rule } from './rule-data.ts';
import { useAutomationTexts } from './texts.ts';
import { useConditionWords } from './use-condition-words.ts';

interface Props {
  account: number;
  rule: Rule;
}

/** A rule in the list: what it does when, whether it acts, and when it did last. */
export function RuleLine({ account, rule }: Props) {
  const t = useAutomationTexts();
  const inWords = useActionWords(account);
  const ifWords = useConditionWords(account);
  const { id, name, description, active, problem, conditions, actions } = rule;
  const { run: turn, busy } = useAction(
    async (on: boolean) =>
      unwrap(
        api(account).PATCH('/automation_rules/{automation_rule_id}', {
          params: { path: { automation_rule_id: id } },
          body: { active: on },
        }),
      ),
    { changes: [['rules', account]] },
  );
  const last = conditions.length - 1;
  const asked = conditions.map((each, index) => {
    const joiner = String(each['query_operator']).toLowerCase() === 'or' ? t('or') : t('and');
    return `${ifWords(each)}${index === last ? '' : ` ${joiner} `}`;
  });
  const done = draftActions(actions).map((each) => inWords(each));
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <Link
            to="/app/accounts/$accountId/settings/automation/$ruleId"
            params={{ accountId: account, ruleId: id }}
            className="min-w-0 truncate font-medium hover:underline"
          >
            {name}
          </Link>
          {problem === null ? null : (
            <Badge tone="danger">{t(active ? 'failing' : 'paused')}</Badge>
          )}
        </p>
        {description === null || description === '' ? null : (
          <p className="text-sm text-ink-soft">{description}</p>
        )}
        <p className="line-clamp-2 text-xs text-ink-faint">
          {[asked.join(''), ...done].filter((part) => part !== '').join(' → ')}
        </p>
        {problem === null ? null : <p className="text-xs text-danger">{problem}</p>}
        <LastRun account={account} rule={rule} />
      </div>
      <div className="flex h-8 items-center">
        <Switch
          bare
          label={t('active', { name })}
          checked={active}
          disabled={busy}
          onChange={(on) => void turn(on)}
        />
      </div>
      <RuleMenu account={account} rule={rule} />
    </div>
  );
}

function LastRun({ account, rule: { id, last_run } }: Props) {
  const t = useAutomationTexts();
  if (last_run === null) return <p className="text-xs text-ink-faint">{t('neverRan')}</p>;
  const time = momentOf(new Date(last_run.at));
  return (
    <p className="text-xs">
      <Link
        to="/app/accounts/$accountId/settings/automation/$ruleId/runs"
        params={{ accountId: account, ruleId: id }}
        className={`hover:underline ${last_run.status === 'skipped' || last_run.status === 'failed' ? 'text-warn' : 'text-ink-soft'}`}
      >
        {t(`last.${last_run.status}`, { time })}
        {last_run.reason === null ? '' : `: ${last_run.reason}`}
      </Link>
    </p>
  );
}

function RuleMenu({ account, rule: { id, name } }: Props) {
  const t = useAutomationTexts();
  const { t: shared } = useTranslation();
  const navigate = useNavigate();
  const path = { params: { path: { automation_rule_id: id } } };
  const { run: clone } = useAction(
    async () => unwrap(api(account).POST('/automation_rules/{automation_rule_id}/clone', path)),
    { done: t('cloned'), changes: [['rules', account]] },
  );
  const remove = (): void =>
    askToRemove(t, name, async () => {
      await unwrap(api(account).DELETE('/automation_rules/{automation_rule_id}', path));
      await refreshRules(account);
    });
  const go = (to: '/app/accounts/$accountId/settings/automation/$ruleId' | '/app/accounts/$accountId/settings/automation/$ruleId/runs') => () =>
    void navigate({ to, params: { accountId: account, ruleId: id } }); // prettier-ignore
  return (
    <Menu
      trigger={
        <IconButton label={t('more', { name })}>
          <MoreHorizontal aria-hidden="true" className="size-4" />
        </IconButton>
      }
    >
      <MenuItem onSelect={go('/app/accounts/$accountId/settings/automation/$ruleId')}>
        {shared('app.edit')}
      </MenuItem>
      <MenuItem onSelect={go('/app/accounts/$accountId/settings/automation/$ruleId/runs')}>
        {t('log')}
      </MenuItem>
      <MenuItem onSelect={() => void clone()}>{t('clone')}</MenuItem>
      <MenuItem danger onSelect={remove}>
        {t('delete')}
      </MenuItem>
    </Menu>
  );
}
