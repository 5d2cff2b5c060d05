import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { ago } from '../../../time/format.ts';
import { Choices, type Choice } from '../../../ui/choices.tsx';
import { confirm } from '../../../ui/confirm.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Lines } from '../../../ui/states.tsx';
import { say } from '../../../ui/toast.tsx';
import { keys, type Conversation } from '../conversation-data.ts';
import { previousQuery } from '../previous-data.ts';
import type { PickerProps } from './pickers.tsx';
import { usePickerTexts } from './texts.ts';
import { sameView } from '../view.ts';

/** Which other conversation of the same customer this one becomes part of. */
export function MergePicker({
  account,
  conversation,
  open,
  onClose,
}: PickerProps & { account: number; conversation: Conversation }) {
  const t = usePickerTexts();
  const { t: shared } = useTranslation();
  const navigate = useNavigate();
  const { id: from, meta } = conversation;
  const { name } = meta.sender;
  const { data } = useQuery({ ...previousQuery(account, meta.sender.id), enabled: open });
  const others = data?.filter((each) => each.id !== from);
  const show = (id: number): void =>
    void navigate({
      to: '/app/accounts/$accountId/conversations/$conversationId',
      params: { accountId: account, conversationId: id },
      search: sameView,
    });
  const refresh = async (into: number): Promise<void> => {
    await Promise.all(
      [from, into].flatMap((id) => [
        queries.refetchQueries({ queryKey: keys.conversation(account, id), type: 'all' }),
        queries.refetchQueries({ queryKey: keys.messages(account, id), type: 'all' }),
      ]),
    );
  };
  const takeApart = async (into: number): Promise<void> => {
    const path = { conversation_id: from };
    await unwrap(
      api(account).POST('/conversations/{conversation_id}/unmerge', { params: { path } }),
    );
    await refresh(into);
    show(from);
  };
  const ask = (into: number): void =>
    confirm({
      title: t('mergeTitle', { from, into }),
      hint: t('mergeHint', { from, into }),
      yes: t('mergeYes'),
      act: async () => {
        await unwrap(
          api(account).POST('/conversations/{conversation_id}/merge', {
            params: { path: { conversation_id: into } },
            body: { source_id: from },
          }),
        );
        await refresh(into);
        show(into);
        say({
          title: t('merged', { into }),
          action: { label: i18next.t('conversation.done.undo'), run: () => void takeApart(into) },
        });
      },
    });
  const choices: Choice[] = (others ?? []).map(({ id, status, last_activity_at }) => ({
    id: String(id),
    label: t('mergeInto', { id, status: shared(`status.${status}`), time: ago(last_activity_at) }),
    run: () => ask(id),
  }));
  return (
    <Dialog
      open={open}
      onOpenChange={(on) => on || onClose()}
      title={t('merge')}
      bare={others?.length !== 0}
    >
      {others === undefined ? (
        <Lines />
      ) : others.length === 0 ? (
        <p className="p-4">{t('noOthers', { name })}</p>
      ) : (
        <Choices
          label={t('merge')}
          placeholder={t('findConversation', { name })}
          choices={choices}
          onDone={onClose}
        />
      )}
    </Dialog>
  );
}
