import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Problem } from '../../../ui/field.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { Failed, Lines } from '../../../ui/states.tsx';
import { say } from '../../../ui/toast.tsx';
import { useLeaving } from '../../../ui/use-leaving.ts';
import { useSubmit } from '../../../ui/use-submit.ts';
import { attributesQuery, useAccount } from '../../account-data.ts';
import { ActionList } from '../actions/action-list.tsx';
import { RULE_ACTIONS } from '../actions/action-language.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { BackLink } from '../../back-link.tsx';
import type { Definition } from './condition-language.ts';
import { Conditions } from './conditions.tsx';
import { bodyOf, draftOf, isComplete, type DraftRule } from './draft.ts';
import { DryRunSection } from './dry-run.tsx';
import { refreshRules, ruleQuery, type Rule } from './rule-data.ts';
import { RuleFacts } from './rule-facts.tsx';
import { useAutomationTexts } from './texts.ts';

const LIST = '/app/accounts/$accountId/settings/automation';

/** Makes a rule. */
export function NewRulePage() {
  const t = useAutomationTexts();
  return (
    <AdministratorsOnly title={t('add')}>
      <Loaded title={t('add')} rule={undefined} />
    </AdministratorsOnly>
  );
}

/** Changes a rule. */
export function RulePage() {
  const t = useAutomationTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Saved />
    </AdministratorsOnly>
  );
}

function Saved() {
  const t = useAutomationTexts();
  const account = useAccount();
  const { ruleId } = useParams({ from: `${LIST}/$ruleId` });
  const { data, error, refetch } = useQuery(ruleQuery(account, ruleId));
  if (data !== undefined) return <Loaded key={data.id} title={data.name} rule={data} />;
  return (
    <Page title={t('title')} before={<BackLink to={LIST}>{t('title')}</BackLink>}>
      {error === null ? (
        <Lines />
      ) : (
        <Failed title={t('failedOne')} error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  );
}

/** The editor, once it is known which attributes there are: what a condition takes depends on them. */
function Loaded({ title, rule }: { title: string; rule: Rule | undefined }) {
  const t = useAutomationTexts();
  const account = useAccount();
  const { data, error, refetch } = useQuery(attributesQuery(account));
  const log =
    rule === undefined ? undefined : (
      <Link
        to={`${LIST}/$ruleId/runs`}
        params={{ accountId: account, ruleId: rule.id }}
        className={buttonClass('plain')}
      >
        {t('log')}
      </Link>
    );
  return (
    <Page title={title} actions={log} before={<BackLink to={LIST}>{t('title')}</BackLink>}>
      {data === undefined ? (
        error === null ? (
          <Lines />
        ) : (
          <Failed title={t('failedOne')} error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Editor account={account} rule={rule} definitions={data} />
      )}
    </Page>
  );
}

interface EditorProps {
  account: number;
  rule: Rule | undefined;
  definitions: readonly Definition[];
}

function Editor({ account, rule, definitions }: EditorProps) {
  const t = useAutomationTexts();
  const { t: shared } = useTranslation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<DraftRule>(() => draftOf(rule));
  const [judged, setJudged] = useState(false);
  const saved = useRef(draft);
  useLeaving(() => saved.current !== draft);
  const change = (part: Partial<DraftRule>): void => setDraft((before) => ({ ...before, ...part }));
  const back = async (): Promise<void> => navigate({ to: LIST, params: { accountId: account } });
  const { busy, problem, setProblem, onSubmit } = useSubmit(async () => {
    setJudged(true);
    if (!isComplete(draft, definitions)) return setProblem(t('incompleteRule'));
    const body = bodyOf(draft, definitions);
    if (rule === undefined) await unwrap(api(account).POST('/automation_rules', { body }));
    else {
      await unwrap(
        api(account).PATCH('/automation_rules/{automation_rule_id}', {
          params: { path: { automation_rule_id: rule.id } },
          body,
        }),
      );
    }
    saved.current = draft;
    await refreshRules(account, rule?.id);
    say({ title: t('saved') });
    await back();
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <RuleFacts draft={draft} problem={rule?.problem ?? null} judged={judged} onChange={change} />
      <Section title={t('if')} hint={t('ifHint')}>
        <Conditions
          account={account}
          event={draft.event_name}
          definitions={definitions}
          conditions={draft.conditions}
          judged={judged}
          onChange={(conditions) => change({ conditions })}
        />
      </Section>
      <Section title={t('thenTitle')} hint={t('thenHint')}>
        <ActionList
          account={account}
          allowed={RULE_ACTIONS}
          actions={draft.actions}
          judged={judged}
          files={(rule?.files ?? []).map(({ blob_id, filename }) => ({
            id: blob_id,
            name: filename,
          }))}
          onChange={(actions) => change({ actions })}
        />
      </Section>
      <DryRunSection
        account={account}
        draft={draft}
        definitions={definitions}
        onIncomplete={() => setJudged(true)}
      />
      <div className="sticky bottom-0 -mx-2 space-y-2 border-t border-line bg-canvas px-2 py-3">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <div className="flex justify-end gap-2">
          <Button onClick={() => void back()}>{shared('app.cancel')}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {shared('app.save')}
          </Button>
        </div>
      </div>
    </form>
  );
}
