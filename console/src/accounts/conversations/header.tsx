import { Link } from '@tanstack/react-router';
import {
  AlarmClock,
  ArrowLeft,
  CheckCheck,
  MoreHorizontal,
  PanelRight,
  RotateCcw,
  UserRound,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePresence } from '../../live/presence.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, IconButton, iconButtonClass } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import type { Actions } from './actions.ts';
import type { Conversation } from './conversation-data.ts';
import { useFurtherActions } from './further-actions.ts';
import { asked, type Asking } from './pickers/asking.ts';
import { Viewers } from './viewers.tsx';
import { sameView } from './view.ts';

interface Props {
  account: number;
  conversation: Conversation;
  actions: Actions;
  onAsk: (what: Asking) => void;
  onResolve: () => void;
  onPanel: () => void;
}

export function ConversationHeader({
  account,
  conversation,
  actions,
  onAsk,
  onResolve,
  onPanel,
}: Props) {
  const { t } = useTranslation();
  const { id, meta, status } = conversation;
  const name = meta.sender.name || meta.sender.email || `#${id}`;
  const presence = usePresence('contacts', meta.sender.id, meta.sender.availability_status);
  return (
    <header className="@container flex h-14 items-center gap-2 border-b border-line bg-surface px-3">
      <Link
        to="/app/accounts/$accountId/conversations"
        params={{ accountId: account }}
        search={sameView}
        aria-label={t('conversation.back')}
        className={`${iconButtonClass()} md:hidden`}
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
      </Link>
      <Avatar name={name} picture={meta.sender.thumbnail} presence={presence} />
      <div className="min-w-0 flex-1">
        {/* Alone on a phone, it is the page. */}
        <h1 className="truncate font-semibold md:hidden">{name}</h1>
        <h2 className="truncate font-semibold max-md:hidden">{name}</h2>
        <p className="truncate text-xs text-ink-faint">
          #{id} · {t(`status.${status}`)}
        </p>
      </div>
      <Viewers account={account} id={id} />
      <AssignButton conversation={conversation} onAsk={onAsk} />
      <IconButton label={t('conversation.snooze')} onClick={() => onAsk('snooze')}>
        <AlarmClock aria-hidden="true" className="size-4" />
      </IconButton>
      {status === 'resolved' ? (
        <Button onClick={() => void actions.setStatus('open')}>
          <RotateCcw aria-hidden="true" className="size-4" />
          <span className="@max-[30rem]:sr-only">{t('conversation.reopen')}</span>
        </Button>
      ) : (
        <Button look="primary" onClick={onResolve}>
          <CheckCheck aria-hidden="true" className="size-4" />
          <span className="@max-[30rem]:sr-only">{t('conversation.resolve')}</span>
        </Button>
      )}
      <MoreMenu account={account} conversation={conversation} actions={actions} onAsk={onAsk} />
      <IconButton label={t('conversation.showDetails')} onClick={onPanel}>
        <PanelRight aria-hidden="true" className="size-4" />
      </IconButton>
    </header>
  );
}

function AssignButton({ conversation, onAsk }: Pick<Props, 'conversation' | 'onAsk'>) {
  const { t } = useTranslation();
  const { assignee } = conversation.meta;
  const name = assignee?.name ?? t('conversation.unassigned');
  return (
    <Button className="max-w-44 max-sm:hidden" onClick={() => onAsk('assign')} title={name}>
      <span className="sr-only">{t('conversation.assignee')}: </span>
      {assignee == null ? (
        <UserRound aria-hidden="true" className="size-4" />
      ) : (
        <Avatar name={assignee.name} picture={assignee.thumbnail} size="sm" />
      )}
      <span className="truncate @max-[34rem]:sr-only">{name}</span>
    </Button>
  );
}

type MoreProps = Pick<Props, 'account' | 'conversation' | 'actions' | 'onAsk'>;

function MoreMenu({ account, conversation, actions, onAsk }: MoreProps) {
  const { t } = useTranslation();
  const { copyLink, remove } = useFurtherActions(account, conversation.id);
  return (
    <Menu
      trigger={
        <IconButton label={t('conversation.more')}>
          <MoreHorizontal aria-hidden="true" className="size-4" />
        </IconButton>
      }
    >
      {asked.map(([what, key]) => (
        <MenuItem key={what} shortcut={key} onSelect={() => onAsk(what)}>
          {t(`conversation.ask.${what}`)}
        </MenuItem>
      ))}
      <MenuItem onSelect={() => void actions.setStatus('pending')}>
        {t('conversation.pending')}
      </MenuItem>
      <MenuItem onSelect={() => void actions.markUnread()}>{t('conversation.markUnread')}</MenuItem>
      <MenuItem onSelect={() => void actions.setMuted(!conversation.muted)}>
        {t(conversation.muted ? 'conversation.unmute' : 'conversation.mute')}
      </MenuItem>
      <MenuItem onSelect={copyLink}>{t('conversation.copyLink')}</MenuItem>
      {remove === undefined ? null : (
        <MenuItem danger onSelect={remove}>
          {t('conversation.remove')}
        </MenuItem>
      )}
    </Menu>
  );
}
