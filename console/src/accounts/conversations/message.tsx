import { Check, CheckCheck, CircleAlert, Clock, Lock } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, reasonOf, unwrap } from '../../api/api.ts';
import { timeOf } from '../../time/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { say } from '../../ui/toast.tsx';
import type { Message } from './conversation-data.ts';
import { Attachments } from './message/attachments.tsx';
import { MessageMenu } from './message/menu.tsx';
import { Said } from './message/said.tsx';
import { Quoted } from './quoted.tsx';

const ACTIVITY = 2;
const TEMPLATE = 3;

const pictureOf = ({ sender }: Message): string | undefined => {
  if (sender == null) return undefined;
  return 'thumbnail' in sender ? sender.thumbnail : sender.avatar_url;
};

interface Props {
  message: Message;
  account: number;
  /** The same person as the one before, a moment later: the name is not said again. */
  follows: boolean;
  /** It is the one that was looked for. */
  isMarked?: boolean;
}

export const MessageLine = memo(function MessageLine({
  message,
  account,
  follows,
  isMarked = false,
}: Props) {
  if (message.message_type === ACTIVITY) {
    return (
      <p className="px-4 py-1 text-center text-xs text-ink-faint">
        {message.content} <time>{timeOf(message.created_at)}</time>
      </p>
    );
  }
  return <Bubble message={message} account={account} follows={follows} isMarked={isMarked} />;
});

function Bubble({ message, account, follows, isMarked = false }: Props) {
  const { t } = useTranslation();
  const isOurs = message.message_type !== 0;
  const automatic = message.content_attributes['automation_rule_id'] !== undefined;
  const nobody = automatic ? t('message.automation') : t('message.bot');
  const name = message.sender?.name ?? nobody;
  const isDeleted = message.content_attributes['deleted'] === true;
  const look = message.private
    ? 'border border-note-line bg-note text-note-ink'
    : isOurs
      ? 'bg-accent-soft'
      : 'border border-line bg-surface';
  return (
    <article
      aria-label={`${name}, ${timeOf(message.created_at)}`}
      data-message={message.id}
      tabIndex={-1}
      className={`group flex gap-2 px-4 -outline-offset-2 ${isMarked ? 'outline-2 outline-accent' : ''} ${follows ? 'pt-0.5' : 'pt-3'} ${isOurs ? 'flex-row-reverse' : ''}`}
    >
      <span className="w-8 shrink-0">
        {follows ? null : <Avatar name={name} picture={pictureOf(message)} />}
      </span>
      <div
        className={`flex max-w-[min(42rem,82%)] min-w-0 flex-col gap-1 ${isOurs ? 'items-end' : 'items-start'}`}
      >
        {follows ? null : (
          <p className="flex items-center gap-1.5 text-xs text-ink-faint">
            <span className="font-medium text-ink-soft">{name}</span>
            {message.private ? (
              <span className="flex items-center gap-1">
                <Lock aria-hidden="true" className="size-3" /> {t('message.note')}
              </span>
            ) : null}
            <time>{timeOf(message.created_at)}</time>
          </p>
        )}
        <div className={`max-w-full rounded-card px-3 py-2 ${look}`}>
          {isDeleted ? (
            <em className="text-ink-faint">{t('message.deleted')}</em>
          ) : (
            <>
              <Quoted account={account} message={message} />
              <Said message={message} />
            </>
          )}
        </div>
        {isDeleted ? null : <Attachments message={message} />}
        {isOurs && message.message_type !== TEMPLATE && !message.private ? (
          <Delivery message={message} account={account} />
        ) : null}
      </div>
      <MessageMenu message={message} account={account} />
    </article>
  );
}

/** How far a reply has come; one that failed says why and can be sent again. */
function Delivery({ message, account }: { message: Message; account: number }) {
  const { t } = useTranslation();
  const { status, id, conversation_id } = message;
  if (status === 'failed') {
    const reason = message.content_attributes['external_error'];
    const again = async (): Promise<void> => {
      const path = { conversation_id, message_id: id };
      try {
        await unwrap(
          api(account).POST('/conversations/{conversation_id}/messages/{message_id}/retry', {
            params: { path },
          }),
        );
      } catch (error) {
        say({ title: reasonOf(error) ?? t('app.unexpected'), kind: 'error' });
      }
    };
    return (
      <p className="flex items-center gap-2 text-xs text-danger">
        <CircleAlert aria-hidden="true" className="size-3.5" />
        <span>
          {t('message.failed')}
          {typeof reason === 'string' ? `: ${reason}` : ''}
        </span>
        <button type="button" className="font-medium underline" onClick={() => void again()}>
          {t('message.retry')}
        </button>
      </p>
    );
  }
  const marks = { sent: Check, delivered: CheckCheck, read: CheckCheck, progress: Clock };
  const Mark = marks[status as keyof typeof marks] ?? Check;
  const label = status === 'read' || status === 'delivered' ? status : 'sent';
  return (
    <Mark
      role="img"
      aria-label={t(`message.${label}`)}
      className={`size-3.5 ${status === 'read' ? 'text-accent' : 'text-ink-faint'}`}
    />
  );
}
