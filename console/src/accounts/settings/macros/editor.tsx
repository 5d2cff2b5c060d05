import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { say } from '../../../ui/toast.tsx';
import { useLeaving } from '../../../ui/use-leaving.ts';
import { useSubmit } from '../../../ui/use-submit.ts';
import { macrosQuery, useAccount, useMe, useMembership } from '../../account-data.ts';
import {
  draftAction,
  draftActions,
  isComplete,
  MACRO_ACTIONS,
  wireActions,
} from '../actions/action-language.ts';
import { ActionList } from '../actions/action-list.tsx';
import { BackLink } from '../../back-link.tsx';
import { macroQuery, mayChange, type Macro } from './macro-data.ts';
import { useMacroTexts } from './texts.ts';

const LIST = '/app/accounts/$accountId/settings/macros';

/** Makes a macro. */
export function NewMacroPage() {
  const t = useMacroTexts();
  return (
    <Page title={t('add')} before={<BackLink to={LIST}>{t('title')}</BackLink>}>
      <Editor account={useAccount()} macro={undefined} />
    </Page>
  );
}

/** Changes a macro. */
export function MacroPage() {
  const t = useMacroTexts();
  const account = useAccount();
  const { macroId } = useParams({ from: `${LIST}/$macroId` });
  const { data, error, refetch } = useQuery(macroQuery(account, macroId));
  const isAdministrator = useMembership()?.role === 'administrator';
  const me = useMe();
  const isTheirs =
    data !== undefined && me !== undefined && !mayChange(data, { id: me.id, isAdministrator });
  return (
    <Page title={data?.name ?? t('title')} before={<BackLink to={LIST}>{t('title')}</BackLink>}>
      {data === undefined && error === null ? <Lines /> : null}
      {error === null || data !== undefined ? null : (
        <Failed title={t('failedOne')} error={error} onRetry={() => void refetch()} />
      )}
      {isTheirs ? <Empty title={t('theirs')} /> : null}
      {data === undefined || isTheirs ? null : (
        <Editor key={data.id} account={account} macro={data} />
      )}
    </Page>
  );
}

const draftOf = (macro: Macro | undefined) => ({
  name: macro?.name ?? '',
  visibility: macro?.visibility ?? ('personal' as const),
  actions: macro === undefined ? [draftAction('assign_agent')] : draftActions(macro.actions),
});
type Draft = ReturnType<typeof draftOf>;

async function save(account: number, id: number | undefined, draft: Draft): Promise<void> {
  const body = { ...draft, name: draft.name.trim(), actions: wireActions(draft.actions) };
  const path = { params: { path: { macro_id: id ?? 0 } } };
  await (id === undefined
    ? unwrap(api(account).POST('/macros', { body }))
    : unwrap(api(account).PATCH('/macros/{macro_id}', { ...path, body })));
  await queries.invalidateQueries(macrosQuery(account));
}

function Editor({ account, macro }: { account: number; macro: Macro | undefined }) {
  const t = useMacroTexts();
  const { t: shared } = useTranslation();
  const navigate = useNavigate();
  const isAdministrator = useMembership()?.role === 'administrator';
  const [draft, setDraft] = useState(() => draftOf(macro));
  const [judged, setJudged] = useState(false);
  const saved = useRef(draft);
  useLeaving(() => saved.current !== draft);
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const back = async (): Promise<void> => navigate({ to: LIST, params: { accountId: account } });
  const isNameless = draft.name.trim() === '';
  const { busy, problem, setProblem, onSubmit } = useSubmit(async () => {
    setJudged(true);
    if (isNameless || draft.actions.length === 0 || !draft.actions.every(isComplete)) {
      return setProblem(t('incomplete'));
    }
    await save(account, macro?.id, draft);
    saved.current = draft;
    say({ title: t('saved') });
    await back();
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Section title={t('facts')}>
        <div className="space-y-4">
          <Field
            label={t('name')}
            value={draft.name}
            required
            problem={judged && isNameless ? t('nameless') : undefined}
            onChange={({ target }) => change({ name: target.value })}
          />
          {isAdministrator ? (
            <Select
              label={t('visibility')}
              options={(['personal', 'global'] as const).map((value) => ({
                value,
                label: t(`visibilities.${value}`),
              }))}
              value={draft.visibility}
              onChange={(visibility) => change({ visibility })}
            />
          ) : (
            <p className="text-sm text-ink-faint">{t('agentsOwn')}</p>
          )}
        </div>
      </Section>
      <Section title={t('thenTitle')} hint={t('thenHint')}>
        <ActionList
          account={account}
          allowed={MACRO_ACTIONS}
          withSelf
          actions={draft.actions}
          judged={judged}
          files={(macro?.files ?? []).map(({ blob_id, filename }) => ({
            id: blob_id,
            name: filename,
          }))}
          onChange={(actions) => change({ actions })}
        />
      </Section>
      {problem === undefined ? null : (
        <div className="mb-3">
          <Problem>{problem}</Problem>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={() => void back()}>{shared('app.cancel')}</Button>
        <Button look="primary" type="submit" busy={busy}>
          {shared('app.save')}
        </Button>
      </div>
    </form>
  );
}
