import { useTranslation } from 'react-i18next';
import { takeBack } from './composer/take-back.ts';
import { useComposerTexts } from './composer/texts.ts';
import { outbox, type Outgoing } from './outbox.ts';

/** A message that is not with the server yet: on its way, waiting, or refused. */
export function Pending({ item }: { item: Outgoing }) {
  const { t } = useTranslation();
  const look = item.private
    ? 'border-note-line bg-note text-note-ink'
    : 'border-transparent bg-accent-soft';
  return (
    <article
      aria-label={t(`message.${item.state === 'queued' ? 'queued' : 'sending'}`)}
      className="flex flex-col items-end gap-1 px-14 pt-2"
    >
      <div
        className={`max-w-[min(42rem,82%)] rounded-card border px-3 py-2 whitespace-pre-wrap opacity-80 ${look}`}
      >
        {item.content}
        {item.files.map(({ name }, index) => (
          <p key={index} className="text-xs">
            {name}
          </p>
        ))}
      </div>
      <State item={item} />
    </article>
  );
}

function State({ item }: { item: Outgoing }) {
  const { t } = useTranslation();
  const own = useComposerTexts();
  if (item.state === 'sending') {
    const percent = Math.round((item.progress ?? 0) * 100);
    const uploads = item.files.length > 0 && item.progress !== undefined;
    return (
      <p role="status" className="text-xs text-ink-faint">
        {uploads
          ? own('uploading', { percent })
          : item.scheduled_at === undefined
            ? t('message.sending')
            : own('scheduling')}
      </p>
    );
  }
  if (item.state === 'queued') {
    return (
      <p role="status" className="text-xs text-warn">
        {t('message.queued')}
      </p>
    );
  }
  const crossed = item.state === 'crossed';
  const name = item.missed?.at(-1)?.sender?.name ?? '';
  return (
    <p role="alert" className="flex flex-wrap justify-end gap-x-3 text-xs text-danger">
      <span>
        {crossed
          ? own('crossed', { name })
          : `${t('message.failed')}${item.reason ? `: ${item.reason}` : ''}`}
      </span>
      <button
        type="button"
        className="font-medium underline"
        onClick={() => void outbox.again(item)}
      >
        {crossed ? own('sendAnyway') : t('message.retry')}
      </button>
      <button type="button" className="underline" onClick={() => takeBack(item)}>
        {own('edit')}
      </button>
      <button type="button" className="underline" onClick={() => outbox.discard(item.echo_id)}>
        {t('message.discard')}
      </button>
    </p>
  );
}
