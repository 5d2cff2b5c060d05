import { useQuery } from '@tanstack/react-query';
import { Clock, MoreHorizontal, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../../api/use-action.ts';
import { momentOf } from '../../../time/format.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { TimePicker } from '../pickers/snooze-picker.tsx';
import { plainLine } from '../plain-line.ts';
import { actionsOnScheduled, scheduledQuery, type Scheduled } from './scheduled-data.ts';
import { useComposerTexts } from './texts.ts';

interface Props {
  account: number;
  conversation: number;
  /** Takes what was written back into the composer. */
  onEdit: (content: string, isNote: boolean) => void;
}

/** What goes out later, above where one writes. Nothing at all when there is nothing. */
export function ScheduledList({ account, conversation, onEdit }: Props) {
  const t = useComposerTexts();
  const { t: shared } = useTranslation();
  const { data = [], isLoadingError, refetch } = useQuery(scheduledQuery(account, conversation));
  if (isLoadingError) {
    return (
      <p role="alert" className="mx-3 mb-1 flex items-center gap-2 text-xs text-danger">
        {t('scheduledFailed')}
        <Button className="h-6 px-2 text-xs" onClick={() => void refetch()}>
          {shared('app.retry')}
        </Button>
      </p>
    );
  }
  if (data.length === 0) return null;
  return (
    <ul
      aria-label={t('scheduled')}
      className="mx-3 mb-1 max-h-28 overflow-y-auto rounded-card border border-line bg-surface text-xs"
    >
      {data.map((each) => (
        <Line key={each.id} account={account} scheduled={each} onEdit={onEdit} />
      ))}
    </ul>
  );
}

interface LineProps {
  account: number;
  scheduled: Scheduled;
  onEdit: Props['onEdit'];
}

function Line({ account, scheduled, onEdit }: LineProps) {
  const t = useComposerTexts();
  const [isMoving, setMoving] = useState(false);
  const { state, reason, error, content, attachments, scheduled_at, cancel_on_reply } = scheduled;
  const changes = [['scheduled', account, scheduled.conversation_id]];
  const { move, sendNow, cancel } = actionsOnScheduled(account, scheduled);
  const { busy, run } = useAction(async (act: () => Promise<unknown>) => act(), { changes });
  const waits = state === 'scheduled';
  const Mark = waits ? Clock : TriangleAlert;
  const edit = async (): Promise<void> => {
    if (await run(cancel)) onEdit(content ?? '', scheduled.private);
  };
  const when = momentOf(new Date(scheduled_at * 1000));
  return (
    <li className="flex items-center gap-2 px-2 py-1 not-first:border-t not-first:border-line">
      <Mark
        aria-hidden="true"
        className={`size-3.5 shrink-0 ${waits ? 'text-ink-faint' : 'text-warn'}`}
      />
      <p className="min-w-0 flex-1 truncate">
        <span className={`font-medium ${waits ? '' : 'text-warn'}`}>
          {waits
            ? t(cancel_on_reply ? 'goesUnless' : 'goes', { time: when })
            : t(`notSent.${reason ?? 'refused'}`)}
        </span>{' '}
        <span className="text-ink-soft">
          {error ??
            (plainLine(content ?? '') || attachments.map(({ filename }) => filename).join(', '))}
        </span>
      </p>
      <Menu
        side="top"
        trigger={
          <IconButton label={t('scheduledMore', { time: when })} className="size-6" busy={busy}>
            <MoreHorizontal aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setMoving(true)}>{t('anotherTime')}</MenuItem>
        <MenuItem onSelect={() => void run(sendNow)}>{t('sendNow')}</MenuItem>
        {attachments.length === 0 ? (
          <MenuItem onSelect={() => void edit()}>{t('takeBack')}</MenuItem>
        ) : null}
        <MenuItem danger onSelect={() => void run(cancel)}>
          {t(waits ? 'doNotSend' : 'discard')}
        </MenuItem>
      </Menu>
      {isMoving ? (
        <TimePicker
          open
          onClose={() => setMoving(false)}
          title={t('later')}
          action={t('schedule')}
          onChoose={(at) => {
            if (at !== null) void run(async () => move(at));
          }}
        />
      ) : null}
    </li>
  );
}
