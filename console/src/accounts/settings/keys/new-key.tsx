import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Several } from '../../../ui/several.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { inboxesQuery } from '../../account-data.ts';
import { DialogForm } from '../dialog-form.tsx';
import { useKeyTexts } from './texts.ts';

interface Props {
  account: number;
  open: boolean;
  onClose: () => void;
}

/** Makes a key and shows it, once. */
export function NewKey({ account, open, onClose }: Props) {
  const t = useKeyTexts();
  const [token, setToken] = useState<string>();
  const close = (): void => {
    setToken(undefined);
    onClose();
  };
  return (
    <Dialog
      open={open}
      // The key is gone when this is closed: that takes the button that says so.
      onOpenChange={(next) => next || token !== undefined || close()}
      title={t(token === undefined ? 'add' : 'freshTitle')}
    >
      {open && token === undefined ? (
        <Form account={account} onClose={close} onToken={setToken} />
      ) : null}
      {token === undefined ? null : (
        <>
          <div className="space-y-3 p-4">
            <p className="text-sm text-ink-soft">{t('freshHint')}</p>
            <CopyLine label={t('key')} value={token} />
          </div>
          <DialogFoot>
            <Button look="primary" onClick={close}>
              {t('done')}
            </Button>
          </DialogFoot>
        </>
      )}
    </Dialog>
  );
}

const DAY = 24 * 60 * 60 * 1000;
/** Days for which a key can be made. */
const lives = [7, 30, 90, 365] as const;

interface FormProps {
  account: number;
  onClose: () => void;
  onToken: (token: string) => void;
}

function Form({ account, onClose, onToken }: FormProps) {
  const t = useKeyTexts();
  const all = useQuery(inboxesQuery(account)).data ?? [];
  const [scope, setScope] = useState<'read' | 'write'>('read');
  const [inboxes, setInboxes] = useState<number[]>([]);
  const [days, setDays] = useState(90);
  const send = async (form: FormData): Promise<void> => {
    const { token } = await unwrap(
      api(account).POST('/service_keys', {
        body: {
          name: textOf(form, 'name'),
          scopes: scope === 'write' ? ['read', 'write'] : ['read'],
          ...(inboxes.length === 0 ? {} : { inbox_ids: inboxes }),
          ...(days === 0 ? {} : { expires_at: new Date(Date.now() + days * DAY).toISOString() }),
        },
      }),
    );
    onToken(token);
  };
  return (
    // What is closed is the form alone: the key takes its place.
    <DialogForm onClose={onClose} send={send} yes={t('make')} stays>
      <Field label={t('name')} name="name" hint={t('nameHint')} required autoFocus />
      <Select
        label={t('may')}
        value={scope}
        onChange={setScope}
        options={(['read', 'write'] as const).map((value) => ({
          value,
          label: t(`scopes.${value}`),
        }))}
      />
      <Several
        label={t('inboxes')}
        hint={t('inboxesHint')}
        placeholder={t('all')}
        options={all.map(({ id, name }) => ({ value: id, label: name }))}
        values={inboxes}
        onChange={setInboxes}
      />
      <Select
        label={t('expires')}
        value={days}
        onChange={setDays}
        options={[
          ...lives.map((value) => ({ value: value as number, label: t('days', { count: value }) })),
          { value: 0, label: t('never') },
        ]}
      />
    </DialogForm>
  );
}
