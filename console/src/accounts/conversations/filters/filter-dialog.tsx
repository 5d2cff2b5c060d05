import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { useSettled } from '../../../ui/use-settled.ts';
import type { View } from '../view.ts';
import { writeFilter } from './address.ts';
import { draftOf, filterIn, lacksNothing } from './draft.ts';
import { FilterBuilder } from './filter-builder.tsx';
import { matchesQuery } from './filter-data.ts';
import { filteredBy, filterOfView } from './of-view.ts';
import { refusalOf } from './refusal.ts';
import { useFilterTexts } from './texts.ts';
import { useConversationAttributes } from './use-conversation-attributes.ts';

interface Props {
  account: number;
  view: View;
  /** Takes the change that makes the view show what was asked for. */
  onApply: (change: Partial<View>) => void;
  onClose: () => void;
}

/** Asks by what the conversations are filtered, and says at once how many that are. */
export function FilterDialog({ onClose, ...rest }: Props) {
  const t = useFilterTexts();
  return (
    <Dialog open wide onOpenChange={(open) => open || onClose()} title={t('title')}>
      <Form {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Form({ account, view, onApply, onClose }: Props) {
  const t = useFilterTexts();
  const { t: shared } = useTranslation();
  const attributes = useConversationAttributes(account);
  const [draft, setDraft] = useState(() => draftOf(filterOfView(view)));
  const [judged, setJudged] = useState(false);
  const filter = writeFilter(filterIn(draft, attributes));
  const asked = useSettled(filter ?? '', 300);
  const { data, error } = useQuery({
    ...matchesQuery(account, asked),
    placeholderData: keepPreviousData,
  });
  const refusal = asked === (filter ?? '') ? refusalOf(error) : undefined;
  const apply = (): void => {
    setJudged(true);
    if (refusal !== undefined || !lacksNothing(draft, attributes)) return;
    onApply(filteredBy(view, filter));
    onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <div className="space-y-3 p-4">
        <p className="text-sm text-ink-soft">{t('hint')}</p>
        <FilterBuilder
          attributes={attributes}
          draft={draft}
          onChange={setDraft}
          judged={judged}
          refusal={refusal}
        />
      </div>
      <DialogFoot>
        <p
          role="status"
          className="min-h-5 self-center text-sm text-ink-soft max-sm:basis-full sm:mr-auto"
        >
          {error !== null ? '' : data === undefined ? t('counting') : t('matches', { count: data })}
        </p>
        {view.filter === undefined ? null : (
          <Button
            look="quiet"
            onClick={() => {
              onApply(filteredBy(view, undefined));
              onClose();
            }}
          >
            {t('clear')}
          </Button>
        )}
        <Button onClick={onClose}>{shared('app.cancel')}</Button>
        <Button look="primary" type="submit">
          {t('apply')}
        </Button>
      </DialogFoot>
    </form>
  );
}
