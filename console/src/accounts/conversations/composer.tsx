import { useEffect, useEffectEvent, useRef, useState, type DragEvent } from 'react';
import { flushSync } from 'react-dom';
import { useLiveState } from '../../live/state.ts';
import type { Actions } from './actions.ts';
import { useAnswering } from './answering.ts';
import { Answered } from './composer/answered.tsx';
import { Files } from './composer/files.tsx';
import { FormatBar } from './composer/format-bar.tsx';
import { Modes } from './composer/modes.tsx';
import { Overtaken } from './composer/overtaken.tsx';
import { Preview } from './composer/preview.tsx';
import { useWritingPreferences } from './composer/preferences.ts';
import { RecipientFields } from './composer/recipient-fields.tsx';
import { ScheduledList } from './composer/scheduled.tsx';
import { SendButton } from './composer/send-button.tsx';
import { SharedDraft } from './composer/shared-draft.tsx';
import './composer/sent.ts';
import { onTakeBack } from './composer/take-back.ts';
import { useComposerTexts } from './composer/texts.ts';
import { TextBox } from './composer/text-box.tsx';
import { Tools } from './composer/tools.tsx';
import { useWriting } from './composer/use-writing.ts';
import { insertIn } from './composer/writing-in.ts';
import type { Conversation } from './conversation-data.ts';
import type { Draft } from './drafts.ts';

interface Props {
  account: number;
  conversation: Conversation;
  actions: Actions;
}

/** Where replies and notes are written. What is begun stays with its conversation. */
export function Composer({ account, conversation, actions }: Props) {
  const { id, can_reply, meta, additional_attributes } = conversation;
  const box = useRef<HTMLTextAreaElement>(null);
  const preferences = useWritingPreferences(meta.channel);
  const writing = useWriting({ account, conversation, actions, preferences, box });
  const { draft, text, isNote, isEmpty, files, attach, recipients, write, send } = writing;
  const [isPreviewed, setPreviewed] = useState(false);
  const { isOver, ...dropping } = useDropping(attach);
  useFocusing(box, id, writing.setMode);
  useEffect(() => onTakeBack(writing.takeBack));
  const subject = additional_attributes['mail_subject'];
  const sendNow = (): void => {
    send();
    setPreviewed(false);
  };
  return (
    <>
      <ScheduledList
        account={account}
        conversation={id}
        onEdit={(content, asNote) =>
          writing.change({ mode: asNote ? 'note' : 'reply', [asNote ? 'note' : 'reply']: content })
        }
      />
      <div
        {...dropping}
        className={`relative m-3 mt-0 rounded-card border focus-within:border-accent ${isNote ? 'border-note-line bg-note' : 'border-line-strong bg-surface'}`}
      >
        {isOver ? <DropHere /> : null}
        <div className="flex items-center justify-between gap-2 px-2 pt-2">
          <Modes isNote={isNote} canReply={can_reply} onChange={writing.setMode} />
          <FormatBar box={box} />
        </div>
        <Overtaken
          account={account}
          conversation={id}
          me={preferences.me?.id}
          after={isNote || draft.reply === '' ? undefined : draft.after}
          onSeen={(after) => writing.change({ after })}
        />
        {isNote ? null : (
          <SharedDraft
            account={account}
            conversation={id}
            reply={draft.reply}
            onTake={(reply) => {
              write(reply);
              box.current?.focus();
            }}
          />
        )}
        <Answered conversation={id} />
        {isNote || recipients.shown === undefined ? null : (
          <RecipientFields
            recipients={recipients.shown}
            problem={recipients.problem}
            subject={typeof subject === 'string' ? subject : undefined}
            onChange={writing.setRecipients}
          />
        )}
        {isPreviewed ? <Preview text={text} /> : null}
        <TextBox
          {...{ account, conversation, actions, preferences, box, text, isNote, attach }}
          isHidden={isPreviewed}
          onWrite={write}
          onSend={sendNow}
        />
        {preferences.isSigned && !isNote ? <Signature text={preferences.signature} /> : null}
        <Files files={files} onRemove={writing.removeFile} />
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2 pb-2">
          <Tools
            isPreviewed={isPreviewed}
            onPreview={setPreviewed}
            onFiles={attach}
            onEmoji={(emoji) => box.current !== null && insertIn(box.current, emoji)}
          />
          <Hint canReply={can_reply} />
          <SendButton
            isNote={isNote}
            isEmpty={isEmpty}
            preferences={preferences}
            onSend={(later) => (later === undefined ? sendNow() : send(later))}
          />
        </div>
      </div>
    </>
  );
}

function Signature({ text }: { text: string }) {
  const t = useComposerTexts();
  return (
    <p
      aria-label={t('signature')}
      role="note"
      className="mx-3 mb-2 max-h-16 overflow-y-auto border-t border-line pt-1 text-xs whitespace-pre-wrap text-ink-faint"
    >
      {text}
    </p>
  );
}

function Hint({ canReply }: { canReply: boolean }) {
  const t = useComposerTexts();
  const isLost = useLiveState() === 'lost';
  const hint = isLost ? t('offline') : canReply ? '' : t('cannot');
  return (
    <span role="status" className="min-w-0 flex-1 text-xs text-ink-soft">
      {hint}
    </span>
  );
}

function DropHere() {
  const t = useComposerTexts();
  return (
    <p className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center rounded-card border-2 border-dashed border-accent bg-accent-soft font-medium">
      {t('drop')}
    </p>
  );
}

/** Files that are dropped on it go along. */
function useDropping(attach: (files: readonly File[]) => void) {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    onDragOver: (event: DragEvent): void => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent<HTMLElement>): void => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent): void => {
      setOver(false);
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      attach([...event.dataTransfer.files]);
    },
  };
}

/** The keys r and n of the desk lead here, and so does answering one message. */
function useFocusing(
  box: React.RefObject<HTMLTextAreaElement | null>,
  conversation: number,
  setMode: (mode: Draft['mode']) => void,
): void {
  const answered = useAnswering(conversation);
  const focus = useEffectEvent((mode: Draft['mode']): void => {
    setMode(mode);
    box.current?.focus();
  });
  useEffect(() => {
    // At once: the next letter belongs to it already.
    const asked = (event: Event): void =>
      flushSync(() => focus((event as CustomEvent<Draft['mode']>).detail));
    addEventListener('confab:compose', asked);
    return () => removeEventListener('confab:compose', asked);
  }, []);
  useEffect(() => {
    if (answered !== undefined) focus(answered.private ? 'note' : 'reply');
  }, [answered]);
}

/** Opens the composer of the conversation that is on the screen. */
export const compose = (mode: Draft['mode']): boolean =>
  dispatchEvent(new CustomEvent('confab:compose', { detail: mode }));
