import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, reasonOf, unwrap } from '../../../api/api.ts';
import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { Section } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Checkbox } from '../../../ui/toggle.tsx';
import { draftActions } from '../actions/action-language.ts';
import { useActionWords } from '../actions/use-action-words.ts';
import { ConversationLink } from '../conversation-link.tsx';
import type { Definition } from './condition-language.ts';
import { bodyOf, canBeTried, type DraftRule } from './draft.ts';
import { JudgedConditions } from './judged-conditions.tsx';
import type { DryRun } from './rule-data.ts';
import { useAutomationTexts } from './texts.ts';

interface Props {
  account: number;
  draft: DraftRule;
  definitions: readonly Definition[];
  onIncomplete: () => void;
}

interface Tried {
  result: DryRun;
  /** What was tried, to see whether it was changed since. */
  asked: string;
}

const askedOf = (draft: DraftRule, definitions: readonly Definition[]): string => {
  const { event_name, conditions, actions } = bodyOf(draft, definitions);
  return JSON.stringify({ event_name, conditions, actions });
};

/** Tries the rule, as it is written at the moment, on what happened. Nothing is changed by it. */
export function DryRunSection({ account, draft, definitions, onIncomplete }: Props) {
  const t = useAutomationTexts();
  const { t: shared } = useTranslation();
  const [since, setSince] = useState('');
  const [limit, setLimit] = useState(50);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [tried, setTried] = useState<Tried>();
  const look = async (): Promise<void> => {
    setProblem(undefined);
    if (!canBeTried(draft, definitions)) {
      onIncomplete();
      return setProblem(t('incompleteRule'));
    }
    setBusy(true);
    try {
      const { name: _name, ...rule } = bodyOf(draft, definitions);
      const body = { ...rule, limit, ...(since === '' ? {} : { since }) };
      const { payload } = await unwrap(api(account).POST('/automation_rules/dry_run', { body }));
      setTried({ result: payload, asked: askedOf(draft, definitions) });
    } catch (error) {
      setProblem(reasonOf(error) ?? shared('app.unexpected'));
    }
    setBusy(false);
  };
  return (
    <Section title={t('dry.title')} hint={t('dry.hint')}>
      <div className="flex flex-wrap items-end gap-3">
        <Field
          label={t('dry.since')}
          type="date"
          value={since}
          onChange={({ target }) => setSince(target.value)}
        />
        <div className="w-36">
          <Select
            label={t('dry.limit')}
            options={[20, 50, 100, 200].map((value) => ({ value, label: String(value) }))}
            value={limit}
            onChange={setLimit}
          />
        </div>
        <Button busy={busy} onClick={() => void look()} className="h-9">
          <FlaskConical aria-hidden="true" className="size-4" />
          {t('dry.try')}
        </Button>
      </div>
      <div className="mt-3 space-y-3" aria-live="polite">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        {tried === undefined ? null : (
          <>
            {tried.asked === askedOf(draft, definitions) ? null : (
              <p className="text-sm text-warn">{t('dry.changed')}</p>
            )}
            <Result account={account} result={tried.result} />
          </>
        )}
      </div>
    </Section>
  );
}

function Result({ account, result }: { account: number; result: DryRun }) {
  const t = useAutomationTexts();
  const inWords = useActionWords(account);
  const [all, setAll] = useState(false);
  const { looked_at, matched, results, actions } = result;
  const shown = results.filter((each) => all || each.matched);
  return (
    <>
      <p className="font-medium">
        {looked_at === 0 ? t('dry.nothing') : t('dry.matched', { matched, looked_at })}
      </p>
      {matched === 0 ? null : (
        <p className="text-sm text-ink-soft">
          {t('dry.would')}{' '}
          {draftActions(actions)
            .map((each) => inWords(each))
            .join(' → ')}
        </p>
      )}
      {looked_at === matched ? null : (
        <Checkbox label={t('dry.all')} checked={all} onChange={setAll} />
      )}
      <ul aria-label={t('dry.results')} className="divide-y divide-line">
        {shown.map((each, index) => (
          <li key={index} className="space-y-1 py-2">
            <p className="flex flex-wrap items-center gap-2 text-sm">
              <Badge tone={each.matched ? 'good' : 'plain'}>
                {t(each.matched ? 'dry.acts' : 'dry.actsNot')}
              </Badge>
              <ConversationLink beside id={each.conversation_id}>
                {t('conversation', { id: each.conversation_id })}
              </ConversationLink>
              <span className="text-ink-faint">{momentOf(new Date(each.at))}</span>
            </p>
            <JudgedConditions account={account} conditions={each.conditions} />
          </li>
        ))}
      </ul>
    </>
  );
}
