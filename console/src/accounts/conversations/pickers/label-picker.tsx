import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { useAction } from '../../../api/use-action.ts';
import { Choices, type Choice } from '../../../ui/choices.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { labelsQuery, useAccount, useMembership } from '../../account-data.ts';
import type { PickerProps } from './pickers.tsx';
import { usePickerTexts } from './texts.ts';

interface LabelPickerProps extends PickerProps {
  /** Those it bears. */
  selected: readonly string[];
  onChange: (label: string, on: boolean) => void;
}

const COLOR = '#0e7490';

/** Puts labels on and takes them off, one after the other; makes one that is missing. */
export function LabelPicker({ open, onClose, selected, onChange }: LabelPickerProps) {
  const t = usePickerTexts();
  const account = useAccount();
  const isAdministrator = useMembership()?.role === 'administrator';
  const labels = useQuery({ ...labelsQuery(account), enabled: open }).data ?? [];
  const [query, setQuery] = useState('');
  const name = query.trim().toLowerCase().replaceAll(/\s+/g, '-');
  const { run: make } = useAction(async (title: string) => {
    await unwrap(api(account).POST('/labels', { body: { title, color: COLOR, show_on_sidebar: true } })); // prettier-ignore
    await queries.invalidateQueries(labelsQuery(account));
  });
  const choices: Choice[] = labels.map(({ id, title, color }) => ({
    id: String(id),
    label: title,
    mark: <span aria-hidden="true" className="size-2.5 shrink-0 rounded-full" style={{ background: color }} />,
    checked: selected.includes(title),
    run: () => onChange(title, !selected.includes(title)),
  })); // prettier-ignore
  const isNew = /^[\p{L}\p{N}_-]+$/u.test(name) && !labels.some(({ title }) => title === name);
  if (isAdministrator && isNew) {
    choices.push({
      id: 'new',
      // With what is typed in it, so that it always matches.
      label: t('makeLabel', { name: query.trim() }),
      run: () => void make(name).then((done) => done && onChange(name, true)),
    });
  }
  return (
    <Dialog open={open} onOpenChange={(on) => on || onClose()} title={t('labels')} bare>
      <Choices
        label={t('labels')}
        placeholder={t('findLabel')}
        choices={choices}
        onQuery={setQuery}
      />
    </Dialog>
  );
}
