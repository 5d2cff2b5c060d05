import { useQuery } from '@tanstack/react-query';
import { Choices } from '../../../ui/choices.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { labelsQuery, useAccount } from '../../account-data.ts';
import type { Conversation } from '../conversation-data.ts';
import { AgentPicker, TeamPicker } from '../pickers/pickers.tsx';
import { TimePicker } from '../pickers/snooze-picker.tsx';
import type { BulkChange } from './plan.ts';
import { useBulkTexts } from './texts.ts';

export type BulkAsking = 'assign' | 'team' | 'labels' | 'snooze';

interface Props {
  asking: BulkAsking | undefined;
  chosen: readonly Conversation[];
  onClose: () => void;
  onPropose: (change: BulkChange, yes: string) => void;
}

/** What is asked for all that are chosen. */
export function BulkPickers({ asking, chosen, onClose, onPropose }: Props) {
  const t = useBulkTexts();
  return (
    <>
      <AgentPicker
        open={asking === 'assign'}
        onClose={onClose}
        peopleOnly
        onChoose={({ id, name, type }) =>
          onPropose(
            { fields: { assignee_id: type === 'nobody' ? null : id } },
            type === 'nobody' ? t('unassign') : t('assignTo', { name }),
          )
        }
      />
      <TeamPicker
        open={asking === 'team'}
        onClose={onClose}
        onChoose={(team) =>
          onPropose({ fields: { team_id: team === 0 ? null : team } }, t('teamTo'))
        }
      />
      <TimePicker
        open={asking === 'snooze'}
        onClose={onClose}
        title={t('snooze')}
        action={t('snooze')}
        untilReply
        onChoose={(until) =>
          onPropose(
            {
              fields: { status: 'snoozed' },
              ...(until === null ? {} : { snoozed_until: Math.floor(until.getTime() / 1000) }),
            },
            t('snooze'),
          )
        }
      />
      <Labels open={asking === 'labels'} chosen={chosen} onClose={onClose} onPropose={onPropose} />
    </>
  );
}

interface LabelsProps extends Omit<Props, 'asking'> {
  open: boolean;
}

/** Each label that not all have can be put on, each that some have can be taken off. */
function Labels({ open, chosen, onClose, onPropose }: LabelsProps) {
  const t = useBulkTexts();
  const account = useAccount();
  const labels = useQuery({ ...labelsQuery(account), enabled: open }).data ?? [];
  const having = (title: string): number =>
    chosen.filter((each) => each.labels.includes(title)).length;
  const mark = (color: string) => (
    <span
      aria-hidden="true"
      className="size-2.5 shrink-0 rounded-full"
      style={{ background: color }}
    />
  );
  const choices = [
    ...labels
      .filter(({ title }) => having(title) < chosen.length)
      .map(({ id, title, color }) => {
        const label = t('addLabel', { name: title });
        const run = (): void => onPropose({ labels: { add: [title] } }, label);
        return { id: `add-${id}`, label, mark: mark(color), run };
      }),
    ...labels
      .filter(({ title }) => having(title) > 0)
      .map(({ id, title, color }) => {
        const label = t('removeLabel', { name: title });
        const hint = `${having(title)}`;
        const run = (): void => onPropose({ labels: { remove: [title] } }, label);
        return { id: `remove-${id}`, label, hint, mark: mark(color), run };
      }),
  ];
  return (
    <Dialog open={open} onOpenChange={(on) => on || onClose()} title={t('labels')} bare>
      <Choices label={t('labels')} placeholder={t('labels')} choices={choices} onDone={onClose} />
    </Dialog>
  );
}
