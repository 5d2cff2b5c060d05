import { Link } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { api, unwrap } from '../../api/api.ts';
import { useAction } from '../../api/use-action.ts';
import { ago, momentOf } from '../../time/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import type { Notice } from './notification-data.ts';
import { useNoticeTexts } from './texts.ts';

interface Props {
  account: number;
  notice: Notice;
}

/** One of them; opening it leads to what it is about, and is reading it. */
export function NoticeLine({ account, notice }: Props) {
  const t = useNoticeTexts();
  const actions = useNoticeActions(account, notice.id);
  const isUnread = notice.read_at === null;
  const message = notice.secondary_actor?.['content'] === undefined ? undefined : Number(notice.secondary_actor['id']); // prettier-ignore
  return (
    <li className="flex items-start gap-2 px-4 py-3 hover:bg-hover">
      <span
        className={`mt-2 size-2 shrink-0 rounded-full ${isUnread ? 'bg-accent' : 'bg-transparent'}`}
      >
        {isUnread ? <span className="sr-only">{t('isUnread')}</span> : null}
      </span>
      <Link
        to="/app/accounts/$accountId/conversations/$conversationId"
        params={{ accountId: account, conversationId: Number(notice.primary_actor['id']) }}
        search={{ tab: 'all', ...(message === undefined ? {} : { message }) }}
        onClick={() => {
          if (isUnread) void actions.run('read');
        }}
        className="min-w-0 flex-1"
      >
        <span className={`block ${isUnread ? 'font-semibold' : ''}`}>
          {notice.push_message_title}
        </span>
        <span className="block truncate text-sm text-ink-soft">{notice.push_message_body}</span>
      </Link>
      <span className="shrink-0 text-xs text-ink-faint">
        {notice.snoozed_until === null
          ? ago(notice.last_activity_at)
          : t('until', { time: momentOf(new Date(notice.snoozed_until)) })}
      </span>
      <Menu
        trigger={
          <IconButton label={t('actions')} busy={actions.busy}>
            <Ellipsis aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => void actions.run(isUnread ? 'read' : 'unread')}>
          {t(isUnread ? 'read' : 'unread')}
        </MenuItem>
        <MenuItem onSelect={() => void actions.run('snooze')}>{t('snooze')}</MenuItem>
        <MenuItem danger onSelect={() => void actions.run('remove')}>
          {t('remove')}
        </MenuItem>
      </Menu>
    </li>
  );
}

const HOUR = 3600;

function useNoticeActions(account: number, notification_id: number) {
  const params = { path: { notification_id } };
  const acts = {
    read: async () => unwrap(api(account).PATCH('/notifications/{notification_id}', { params })),
    unread: async () =>
      unwrap(api(account).POST('/notifications/{notification_id}/unread', { params })),
    snooze: async () =>
      unwrap(
        api(account).POST('/notifications/{notification_id}/snooze', {
          params,
          body: { snoozed_until: Math.floor(Date.now() / 1000) + HOUR },
        }),
      ),
    remove: async () => unwrap(api(account).DELETE('/notifications/{notification_id}', { params })),
  };
  return useAction(async (act: keyof typeof acts): Promise<unknown> => acts[act](), {
    changes: [
      ['notices', account],
      ['notice-count', account],
    ],
  });
}
