import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { say } from '../../../ui/toast.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { useMembership } from '../../account-data.ts';
import { changeView, saveView, type Saved } from './saved-data.ts';
import { useFilterTexts } from './texts.ts';

interface Props {
  account: number;
  /** The view that gets another name; none when a filter becomes a view. */
  view: Saved | undefined;
  /** As an address has it. */
  filter: string;
  onSaved: (id: number) => void;
  onClose: () => void;
}

/** Saves a filter as a view, or gives a view another name or other readers. */
export function SaveDialog({ account, view, filter, onSaved, onClose }: Props) {
  const t = useFilterTexts();
  const { t: all } = useTranslation();
  const mayShare = useMembership()?.role === 'administrator';
  const [shared, setShared] = useState(view?.shared ?? false);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const given = { name: textOf(form, 'name'), shared };
    if (view === undefined) onSaved((await saveView(account, { ...given, filter })).id);
    else await changeView(account, view, given);
    say({ title: t('saved') });
    onClose();
  });
  const title = view === undefined ? t('saveTitle') : t('changeTitle', { name: view.name });
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={title}>
      <form onSubmit={onSubmit}>
        <div className="space-y-4 p-4">
          {problem === undefined ? null : <Problem>{problem}</Problem>}
          <Field
            label={t('name')}
            name="name"
            hint={t('saveHint')}
            required
            autoFocus
            maxLength={255}
            defaultValue={view?.name}
          />
          {mayShare ? (
            <Switch
              label={t('share')}
              hint={t('shareHint')}
              checked={shared}
              onChange={setShared}
            />
          ) : null}
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{all('app.cancel')}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {all('app.save')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
