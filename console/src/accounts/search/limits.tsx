import { useQuery } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { agentsQuery, inboxesQuery } from '../account-data.ts';
import { isLimited, limitsOf, type Asked } from './asked.ts';
import { useSearchTexts } from './texts.ts';

interface Props {
  account: number;
  asked: Asked;
  onShow: (change: Partial<Asked>) => void;
}

interface Named {
  id: number;
  name: string;
}

const choices = (all: readonly Named[] | undefined, any: string) => [
  { value: 0, label: any },
  ...(all ?? []).map(({ id, name }) => ({ value: id, label: name })),
];

/** What a search is limited to: an inbox, who wrote, and when. */
export function Limits({ account, asked, onShow }: Props) {
  const t = useSearchTexts();
  const inboxes = useQuery(inboxesQuery(account)).data;
  const agents = useQuery(agentsQuery(account)).data;
  const says = limitsOf(asked.in);
  const chosen = (id: number): number | undefined => (id === 0 ? undefined : id);
  const day = (value: string): string | undefined => (value === '' ? undefined : value);
  return (
    <div
      role="group"
      aria-label={t('limits')}
      className="mb-4 grid grid-cols-2 items-end gap-3 md:grid-cols-4"
    >
      {says.inbox ? (
        <Select
          label={t('inbox')}
          value={asked.inbox ?? 0}
          options={choices(inboxes, t('anyInbox'))}
          onChange={(id) => onShow({ inbox: chosen(id) })}
        />
      ) : null}
      {says.agent ? (
        <Select
          label={t('agent')}
          value={asked.agent ?? 0}
          options={choices(agents, t('anybody'))}
          onChange={(id) => onShow({ agent: chosen(id) })}
        />
      ) : null}
      <Field
        label={t('since')}
        type="date"
        max={asked.until}
        value={asked.since ?? ''}
        onChange={({ target }) => onShow({ since: day(target.value) })}
      />
      <Field
        label={t('until')}
        type="date"
        min={asked.since}
        value={asked.until ?? ''}
        onChange={({ target }) => onShow({ until: day(target.value) })}
      />
      {isLimited(asked) ? (
        <Button
          look="quiet"
          className="col-span-full justify-self-start px-2"
          onClick={() =>
            onShow({ inbox: undefined, agent: undefined, since: undefined, until: undefined })
          }
        >
          {t('noLimits')}
        </Button>
      ) : null}
    </div>
  );
}
