import i18next from 'i18next';
import { api, reasonOf, unwrap } from '../../api/api.ts';
import { queries } from '../../api/queries.ts';
import type { LiveContext } from '../../live/registry.ts';
import { say } from '../../ui/toast.tsx';
import { changeAtOnce, type Change } from './changing.ts';
import { keys, type Conversation } from './conversation-data.ts';
import { known } from './live.ts';

type StatusName = Conversation['status'];
export type Priority = NonNullable<Conversation['priority']>;

/** Shows a change at once, and says when it could not be done. */
const changing =
  (context: LiveContext, id: number) =>
  async (change: Change): Promise<boolean> => {
    try {
      await changeAtOnce(context, id, change);
      return true;
    } catch (error) {
      say({ title: reasonOf(error) ?? i18next.t('app.unexpected'), kind: 'error' });
      return false;
    }
  };

type Changing = ReturnType<typeof changing>;

function statusActions(context: LiveContext, id: number, change: Changing) {
  const { account } = context;
  const path = { conversation_id: id };
  const sendStatus = (status: StatusName, until?: Date | null) => async () =>
    unwrap(
      api(account).POST('/conversations/{conversation_id}/toggle_status', {
        params: { path },
        body: { status, ...(until ? { snoozed_until: Math.floor(until.getTime() / 1000) } : {}) },
      }),
    );
  const setStatus = async (status: StatusName, until?: Date | null): Promise<void> => {
    const before = known(context, id);
    const shown = { status, snoozed_until: until?.toISOString() ?? null };
    if (!(await change({ shown, send: sendStatus(status, until) }))) return;
    const undo = async (): Promise<void> => {
      const was = before?.status ?? 'open';
      const time = before?.snoozed_until == null ? null : new Date(before.snoozed_until);
      await change({ shown: { status: was }, send: sendStatus(was, time) });
    };
    say({
      title: i18next.t(`conversation.done.${status}`),
      action: { label: i18next.t('conversation.done.undo'), run: () => void undo() },
    });
  };
  return { setStatus };
}

function attentionActions(context: LiveContext, id: number, change: Changing) {
  const { account } = context;
  const path = { conversation_id: id };
  const markUnread = async (): Promise<void> => {
    await change({
      shown: { unread_count: 1 },
      send: async () =>
        unwrap(api(account).POST('/conversations/{conversation_id}/unread', { params: { path } })),
    });
  };
  const markSeen = async (): Promise<void> => {
    const before = known(context, id);
    if (before === undefined || before.unread_count === 0) return;
    await change({
      shown: { unread_count: 0 },
      send: async () =>
        unwrap(
          api(account).POST('/conversations/{conversation_id}/update_last_seen', {
            params: { path },
          }),
        ),
    });
  };
  const sendTyping = (on: boolean, isPrivate: boolean): void => {
    void api(account)
      .POST('/conversations/{conversation_id}/toggle_typing_status', {
        params: { path },
        body: { typing_status: on ? 'on' : 'off', is_private: isPrivate },
      })
      .catch(() => {});
  };
  return { markUnread, markSeen, sendTyping };
}

function assignments(context: LiveContext, id: number, change: Changing) {
  const { account } = context;
  const path = { conversation_id: id };
  const assign = async (body: {
    assignee_id?: number;
    assignee_type?: 'User' | 'AgentBot';
    team_id?: number;
  }): Promise<boolean> => {
    const done = await change({
      shown: {},
      send: async () =>
        unwrap(
          api(account).POST('/conversations/{conversation_id}/assignments', {
            params: { path },
            body,
          }),
        ),
    });
    await queries.invalidateQueries({ queryKey: keys.conversation(account, id) });
    return done;
  };
  return {
    /** 0 is nobody; the name is said when it is done. */
    assignTo: async (
      assignee_id: number,
      assignee_type: 'User' | 'AgentBot',
      name: string,
    ): Promise<void> => {
      if (!(await assign({ assignee_id, assignee_type }))) return;
      say({
        title:
          name === ''
            ? i18next.t('conversation.done.unassigned')
            : i18next.t('conversation.done.assigned', { name }),
      });
    },
    assignTeam: async (team_id: number): Promise<boolean> => assign({ team_id }),
  };
}

/** Everything that can be done to a conversation from anywhere. Shown at once, taken back when refused. */
export function actionsOn(account: number, me: number, id: number) {
  const context: LiveContext = { queries, account, me };
  const path = { conversation_id: id };
  const change = changing(context, id);
  const setPriority = async (priority: Priority | null): Promise<void> => {
    await change({
      shown: { priority },
      send: async () =>
        unwrap(
          api(account).POST('/conversations/{conversation_id}/toggle_priority', {
            params: { path },
            body: { priority },
          }),
        ),
    });
  };
  const setLabels = async (labels: string[]): Promise<void> => {
    await change({
      shown: { labels },
      send: async () =>
        unwrap(
          api(account).POST('/conversations/{conversation_id}/labels', {
            params: { path },
            body: { labels },
          }),
        ),
    });
  };
  const setMuted = async (muted: boolean): Promise<void> => {
    const route = muted
      ? ('/conversations/{conversation_id}/mute' as const)
      : ('/conversations/{conversation_id}/unmute' as const);
    await change({
      shown: { muted },
      send: async () => unwrap(api(account).POST(route, { params: { path } })),
    });
  };
  return {
    ...statusActions(context, id, change),
    ...assignments(context, id, change),
    setPriority,
    setLabels,
    setMuted,
    ...attentionActions(context, id, change),
  };
}

export type Actions = ReturnType<typeof actionsOn>;
