import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, reasonOf, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { Words } from '../../../ui/words.tsx';
import { agentsQuery } from '../../account-data.ts';
import { RoleChoice, type Part } from './role-choice.tsx';
import { useAgentTexts } from './texts.ts';

interface Props {
  account: number;
  onClose: () => void;
}

/** Invites one person or several, all for the same part. */
export function InviteForm({ open, ...rest }: Props & { open: boolean }) {
  const t = useAgentTexts();
  return (
    <Dialog open={open} onOpenChange={(next) => next || rest.onClose()} title={t('add')}>
      {open ? <Form {...rest} /> : null}
    </Dialog>
  );
}

/** "ada.byron@…" is Ada Byron until she says otherwise. */
const nameFrom = (email: string): string =>
  (email.split('@')[0] ?? '')
    .split(/[._-]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

function Form({ account, onClose }: Props) {
  const t = useAgentTexts();
  const { t: shared } = useTranslation();
  const [emails, setEmails] = useState<string[]>([]);
  const [round, setRound] = useState(0);
  const [part, setPart] = useState<Part>({ role: 'agent', custom_role_id: null });
  const { busy, problem, setProblem, onSubmit } = useSubmit(async (form) => {
    if (emails.length === 0) return setProblem(t('noAddress'));
    const name = textOf(form, 'name').trim();
    const refused: { email: string; why: string }[] = [];
    for (const email of emails) {
      const body = { email, name: emails.length === 1 && name !== '' ? name : nameFrom(email), ...part }; // prettier-ignore
      try {
        await unwrap(api(account).POST('/agents', { body }));
      } catch (error) {
        const reason = reasonOf(error) ?? shared('app.unexpected');
        refused.push({ email, why: t('refused', { email, reason }) });
      }
    }
    await queries.invalidateQueries(agentsQuery(account));
    const count = emails.length - refused.length;
    if (count > 0) say({ title: t('invited', { count }) });
    if (refused.length === 0) return onClose();
    // Those who were invited are not invited again.
    setEmails(refused.map(({ email }) => email));
    setRound(round + 1);
    setProblem(refused.map(({ why }) => why).join(' '));
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <div className="space-y-4 p-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Words
          key={round}
          label={t('addresses')}
          hint={t('addressesHint')}
          type="email"
          autoFocus
          values={emails}
          onChange={setEmails}
        />
        {emails.length > 1 ? null : <Field label={t('oneName')} name="name" />}
        <RoleChoice part={part} onChange={setPart} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{shared('app.cancel')}</Button>
        <Button look="primary" type="submit" busy={busy}>
          {t('invite')}
        </Button>
      </DialogFoot>
    </form>
  );
}
