import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type RefObject } from 'react';
import { queries } from '../../../api/queries.ts';
import { say } from '../../../ui/toast.tsx';
import { agentsQuery } from '../../account-data.ts';
import type { Actions } from '../actions.ts';
import { answering, useAnswering } from '../answering.ts';
import { keys, messagesOf, type Conversation, type MessagesData } from '../conversation-data.ts';
import { filesOf, keepDraft, keepFiles, loadDraft, type Draft } from '../drafts.ts';
import { outbox, type Outgoing } from '../outbox.ts';
import { withMentions } from './mentions.ts';
import { signed, type useWritingPreferences } from './preferences.ts';
import type { Recipients } from './recipients.ts';
import { useComposerTexts } from './texts.ts';
import { useRecipients } from './use-recipients.ts';

const LARGEST = 40 * 1024 * 1024;

/** When something is to be sent, if not now. */
export interface Later {
  at: Date;
  unlessReply: boolean;
}

interface Given {
  account: number;
  conversation: Conversation;
  actions: Actions;
  preferences: ReturnType<typeof useWritingPreferences>;
  box: RefObject<HTMLTextAreaElement | null>;
}

const newestOf = (account: number, id: number): number | undefined => {
  const data = queries.getQueryData<MessagesData>(keys.messages(account, id));
  return data && messagesOf(data).at(-1)?.id;
};

/** What is being written in a conversation: text, files, recipients; and how it leaves. */
export function useWriting({ account, conversation, actions, preferences, box }: Given) {
  const { id, can_reply } = conversation;
  const [draft, setDraft] = useState<Draft>(() => loadDraft(account, id));
  const answered = useAnswering(id);
  const { files, setFiles, attach } = useFiles(account, id);
  const isNote = draft.mode === 'note' || !can_reply;
  const text = isNote ? draft.note : draft.reply;
  const isEmpty = text.trim() === '' && files.length === 0;
  const agents = useQuery({ ...agentsQuery(account), enabled: isNote }).data ?? [];
  const recipients = useRecipients(account, conversation, draft.recipients);
  useEffect(() => keepDraft(account, id, draft), [account, id, draft]);
  useEffect(() => keepFiles(account, id, files), [account, id, files]);

  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const write = (next: string): void =>
    change({
      [isNote ? 'note' : 'reply']: next,
      ...(text === '' && next !== '' ? { after: newestOf(account, id) } : {}),
    });
  const setMode = (mode: Draft['mode']): void => change({ mode });
  const contentOf = (said: string): string => {
    if (isNote) return withMentions(said, agents);
    return preferences.isSigned ? signed(said, preferences.signature) : said;
  };
  const send = (later?: Later): void => {
    if (isEmpty || (!isNote && recipients.problem !== undefined)) return;
    void outbox.add({
      account,
      conversation: id,
      content: contentOf(text.trim()),
      private: isNote,
      files: [...files],
      in_reply_to: answered?.id,
      ...(isNote ? {} : recipients.sent),
      ...(isNote || later !== undefined ? {} : { expected_last_message_id: newestOf(account, id) }),
      ...(later === undefined ? {} : { scheduled_at: Math.floor(later.at.getTime() / 1000), cancel_on_reply: later.unlessReply }), // prettier-ignore
    });
    change({ [isNote ? 'note' : 'reply']: '', after: undefined, recipients: undefined });
    setFiles([]);
    answering.end(id);
    actions.sendTyping(false, isNote);
    box.current?.focus();
  };
  /** Takes back what could not be sent, to be changed. */
  const takeBack = (item: Outgoing): void => {
    const mode = item.private ? 'note' : 'reply';
    const own = item.private ? draft.note : draft.reply;
    change({ mode, [mode]: [item.content, own].filter((each) => each !== '').join('\n\n') });
    setFiles((before) => [...item.files, ...before]);
    outbox.discard(item.echo_id);
    box.current?.focus();
  };
  return { draft, text, isNote, isEmpty, files, attach, recipients, change, write, setMode, send, takeBack, removeFile: (file: File): void => setFiles((before) => before.filter((each) => each !== file)), setRecipients: (next: Recipients): void => change({ recipients: next }) }; // prettier-ignore
}

function useFiles(account: number, id: number) {
  const t = useComposerTexts();
  const [files, setFiles] = useState<readonly File[]>(() => filesOf(account, id));
  const attach = (added: readonly File[]): void => {
    for (const { name } of added.filter(({ size }) => size > LARGEST)) {
      say({ title: t('tooLarge', { name }), kind: 'error' });
    }
    setFiles((before) => [...before, ...added.filter(({ size }) => size <= LARGEST)]);
  };
  return { files, setFiles, attach };
}
