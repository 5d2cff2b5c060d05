import { MoreHorizontal } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { IconButton } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/confirm.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { lazily } from '../../../ui/lazily.ts';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { say } from '../../../ui/toast.tsx';
import { answering } from '../answering.ts';
import { useComposerTexts } from '../composer/texts.ts';
import type { Message } from '../conversation-data.ts';
import { mention } from '../plain-line.ts';
import { useMessageTexts } from './texts.ts';

const NewCanned = lazily(async () => import('../../settings/canned/new-canned.tsx'), 'NewCanned');

interface Props {
  account: number;
  message: Message;
}

/** What can be done with a message. It shows when somebody points at the message or comes there by the keyboard. */
export function MessageMenu({ account, message }: Props) {
  const { t: shared } = useTranslation();
  const answer = useComposerTexts();
  const t = useMessageTexts();
  // Undefined until it is first asked for: then it is loaded, and stays, so that closing it gives the focus back.
  const [isPreparing, setPreparing] = useState<boolean>();
  const isDeleted = message.content_attributes['deleted'] === true;
  const text = (message.content ?? '').replace(mention, '@$1');
  const hasText = !isDeleted && text.trim() !== '';
  return (
    <span className="self-center opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
      <Menu
        trigger={
          <IconButton label={shared('conversation.more')} className="size-7">
            <MoreHorizontal aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        {isDeleted ? null : (
          <MenuItem onSelect={() => answering.begin(message.conversation_id, message)}>
            {answer('answer')}
          </MenuItem>
        )}
        {hasText ? (
          <MenuItem onSelect={() => void copyText(text, t('copied'))}>{t('copy')}</MenuItem>
        ) : null}
        <MenuItem onSelect={() => void copyText(linkTo(account, message), t('linkCopied'))}>
          {t('copyLink')}
        </MenuItem>
        {hasText ? <MenuItem onSelect={() => setPreparing(true)}>{t('prepare')}</MenuItem> : null}
        {isDeleted ? null : (
          <MenuItem danger onSelect={() => askToDelete(t, account, message)}>
            {t('remove')}
          </MenuItem>
        )}
      </Menu>
      {isPreparing === undefined ? null : (
        <Suspense>
          <NewCanned
            account={account}
            content={text}
            open={isPreparing}
            onClose={() => setPreparing(false)}
          />
        </Suspense>
      )}
    </span>
  );
}

/** Where a message stands, for whoever may see its conversation. */
const linkTo = (account: number, { conversation_id, id }: Message): string =>
  `${location.origin}/app/accounts/${account}/conversations/${conversation_id}?message=${id}`;

function askToDelete(
  t: ReturnType<typeof useMessageTexts>,
  account: number,
  { conversation_id, id, private: isNote }: Message,
): void {
  confirm({
    title: t('removeTitle'),
    hint: t(isNote ? 'removeNoteHint' : 'removeHint'),
    yes: t('removeYes'),
    danger: true,
    act: async () => {
      await unwrap(
        api(account).DELETE('/conversations/{conversation_id}/messages/{message_id}', {
          params: { path: { conversation_id, message_id: id } },
        }),
      );
      say({ title: t('removed') });
    },
  });
}
