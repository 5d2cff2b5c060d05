import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { say } from '../../../ui/toast.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { labelsQuery } from '../../account-data.ts';
import type { Label } from './labels.tsx';
import { useLabelTexts } from './texts.ts';

interface Props {
  account: number;
  edited: Label | 'new' | undefined;
  onClose: () => void;
}

/** Makes a label, or changes one. */
export function LabelForm({ account, edited, onClose }: Props) {
  const t = useLabelTexts();
  const title =
    edited === undefined || edited === 'new' ? t('add') : t('edit', { name: edited.title });
  return (
    <Dialog open={edited !== undefined} onOpenChange={(open) => open || onClose()} title={title}>
      {edited === undefined ? null : (
        <Form account={account} label={edited === 'new' ? undefined : edited} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Form({
  account,
  label,
  onClose,
}: {
  account: number;
  label: Label | undefined;
  onClose: () => void;
}) {
  const t = useLabelTexts();
  const { t: shared } = useTranslation();
  const [sidebar, setSidebar] = useState(label?.show_on_sidebar ?? true);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const body = {
      title: textOf(form, 'title'),
      description: textOf(form, 'description'),
      color: textOf(form, 'color'),
      show_on_sidebar: sidebar,
    };
    await unwrap(
      label === undefined
        ? api(account).POST('/labels', { body })
        : api(account).PATCH('/labels/{label_id}', {
            params: { path: { label_id: label.id } },
            body,
          }),
    );
    await queries.invalidateQueries(labelsQuery(account));
    say({ title: t('saved') });
    onClose();
  });
  return (
    <form onSubmit={onSubmit}>
      <div className="space-y-4 p-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field
          label={t('name')}
          name="title"
          hint={t('nameHint')}
          required
          autoFocus
          defaultValue={label?.title}
        />
        <Field
          label={t('description')}
          name="description"
          defaultValue={label?.description ?? ''}
        />
        <Field
          label={t('color')}
          name="color"
          type="color"
          defaultValue={label?.color ?? '#0e7490'}
          className="w-20 p-1"
        />
        <Switch label={t('sidebar')} checked={sidebar} onChange={setSidebar} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{shared('app.cancel')}</Button>
        <Button look="primary" type="submit" busy={busy}>
          {shared('app.save')}
        </Button>
      </DialogFoot>
    </form>
  );
}
