import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, reasonOf, unwrap } from '../../api/api.ts';
import { confirm } from '../../ui/confirm.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { say } from '../../ui/toast.tsx';
import { useMembership } from '../account-data.ts';
import { sameView } from './view.ts';

interface FurtherActions {
  copyLink: () => void;
  /** After a question; undefined for whoever may not. */
  remove: (() => void) | undefined;
  runMacro: (macro: number, name: string) => Promise<void>;
}

/** What is done to a conversation besides what changes it. */
export function useFurtherActions(account: number, id: number): FurtherActions {
  const { t } = useTranslation();
  const isAdministrator = useMembership()?.role === 'administrator';
  const navigate = useNavigate();
  return useMemo(() => {
    const copyLink = (): void =>
      void copyText(location.href.split('?')[0] ?? '', t('conversation.copied'));
    const remove = (): void =>
      confirm({
        title: t('conversation.removeTitle'),
        hint: t('conversation.removeHint'),
        yes: t('conversation.remove'),
        danger: true,
        act: async () => {
          const params = { path: { conversation_id: id } };
          await unwrap(api(account).DELETE('/conversations/{conversation_id}', { params }));
          void navigate({
            to: '/app/accounts/$accountId/conversations',
            params: { accountId: account },
            search: sameView,
          });
        },
      });
    const runMacro = async (macro_id: number, name: string): Promise<void> => {
      try {
        await unwrap(
          api(account).POST('/macros/{macro_id}/execute', {
            params: { path: { macro_id } },
            body: { conversation_ids: [id] },
          }),
        );
        say({ title: t('panel.ran', { name }) });
      } catch (error) {
        say({ title: reasonOf(error) ?? t('app.unexpected'), kind: 'error' });
      }
    };
    return { copyLink, remove: isAdministrator ? remove : undefined, runMacro };
  }, [account, id, isAdministrator, navigate, t]);
}
