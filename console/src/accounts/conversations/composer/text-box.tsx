import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { inboxesQuery } from '../../account-data.ts';
import type { Actions } from '../actions.ts';
import type { Conversation } from '../conversation-data.ts';
import { suggestionAt, Suggestions, type Suggesting } from '../suggestions.tsx';
import { formatByKey } from './format-bar.tsx';
import { continueLines, isLinkFor, makeLink } from './formatting.ts';
import type { useWritingPreferences } from './preferences.ts';
import { useComposerTexts } from './texts.ts';
import { fillIn, firstUnfilled } from './variables.ts';
import { editOf, writeIn } from './writing-in.ts';

const TYPING_AGAIN = 10_000;

interface Props {
  account: number;
  conversation: Conversation;
  actions: Actions;
  preferences: ReturnType<typeof useWritingPreferences>;
  box: RefObject<HTMLTextAreaElement | null>;
  text: string;
  isNote: boolean;
  /** While it is previewed. */
  isHidden: boolean;
  attach: (files: readonly File[]) => void;
  onWrite: (text: string) => void;
  onSend: () => void;
}

/** The text itself: Markdown, with keys that format, lists that go on, and suggestions. */
export function TextBox(props: Props) {
  const { account, conversation, actions, preferences, box, text, isNote, isHidden } = props;
  const { attach, onWrite, onSend } = props;
  const { t: shared } = useTranslation();
  const t = useComposerTexts();
  const [suggesting, setSuggesting] = useState<Suggesting>();
  const tellTyping = useTyping(actions);
  const fill = useFill(account, conversation, preferences.me);
  const send = (): void => {
    setSuggesting(undefined);
    onSend();
  };
  const keyed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && sends(event, preferences.enterSends)) {
      event.preventDefault();
      send();
    } else if (event.key === 'Enter' && !event.altKey) {
      const next = continueLines(editOf(event.currentTarget));
      if (next === undefined) return;
      event.preventDefault();
      writeIn(event.currentTarget, next);
    } else if (event.key === 'Escape') box.current?.blur();
    else if (formatByKey(event.currentTarget, event)) {
      event.preventDefault();
      // The palette listens to the same keys further out.
      event.stopPropagation();
    }
  };
  const pasted = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const { files } = event.clipboardData;
    const words = event.clipboardData.getData('text/plain');
    const edit = editOf(event.currentTarget);
    // An office program puts a picture of its words beside them.
    if (files.length > 0 && words === '') {
      event.preventDefault();
      attach([...files]);
    } else if (isLinkFor(edit, words)) {
      event.preventDefault();
      writeIn(event.currentTarget, makeLink(edit, words.trim()));
    }
  };
  const choose = (chosen: string): void => {
    if (suggesting === undefined || box.current === null) return;
    const { start, end } = suggesting;
    const missing = suggesting.kind === 'canned' ? firstUnfilled(chosen) : undefined;
    const after = start + chosen.length;
    const next = text.slice(0, start) + chosen + text.slice(end);
    writeIn(box.current, {
      text: next,
      start: missing === undefined ? after : start + missing.start,
      end: missing === undefined ? after : start + missing.end,
    });
    setSuggesting(undefined);
  };
  return (
    <>
      {suggesting === undefined ? null : (
        <Suggestions
          account={account}
          suggesting={suggesting}
          input={box}
          fill={fill}
          onChoose={choose}
          onClose={() => setSuggesting(undefined)}
        />
      )}
      <textarea
        ref={box}
        hidden={isHidden}
        value={text}
        onChange={({ target }) => {
          onWrite(target.value);
          setSuggesting(suggestionAt(target.value, target.selectionStart, isNote));
          tellTyping(isNote);
        }}
        onKeyDown={keyed}
        onPaste={pasted}
        rows={3}
        aria-label={shared(isNote ? 'composer.note' : 'composer.reply')}
        placeholder={t(isNote ? 'placeholderNote' : 'placeholderReply')}
        className="field-sizing-content block max-h-72 min-h-16 w-full resize-none bg-transparent px-3 py-1.5 outline-none placeholder:text-ink-faint"
      />
    </>
  );
}

/** Ctrl+Enter always; Enter alone where its writer wants it so, with Shift for a new line. */
const sends = (
  { ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent,
  enterSends: boolean,
): boolean => ctrlKey || metaKey || (enterSends && !shiftKey && !altKey);

function useFill(
  account: number,
  conversation: Conversation,
  me: Props['preferences']['me'],
): (text: string) => string {
  const inboxes = useQuery(inboxesQuery(account)).data;
  return (text) =>
    fillIn(text, {
      conversation,
      agent: me,
      inbox: inboxes?.find(({ id }) => id === conversation.inbox_id),
      account: me?.accounts.find(({ id }) => id === account)?.name,
    });
}

/** Says that somebody types, not more often than needed. */
function useTyping({ sendTyping }: Actions): (isPrivate: boolean) => void {
  const last = useRef(0);
  return (isPrivate) => {
    if (Date.now() - last.current < TYPING_AGAIN) return;
    last.current = Date.now();
    sendTyping(true, isPrivate);
  };
}
