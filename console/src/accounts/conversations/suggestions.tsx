import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { agentsQuery, cannedQuery } from '../account-data.ts';
import { findEmojis, loadEmojis } from './composer/emojis.ts';
import { mentionIn } from './composer/mentions.ts';
import { useComposerTexts } from './composer/texts.ts';
import { plainLine } from './plain-line.ts';

/** What is being looked for in the text, and where it stands there. */
export interface Suggesting {
  kind: 'canned' | 'mention' | 'emoji';
  query: string;
  start: number;
  end: number;
}

/** A slash before a word asks for a prepared text, an @ in a note for somebody, a colon and two letters for an emoji. */
export function suggestionAt(text: string, caret: number, isNote: boolean): Suggesting | undefined {
  const before = text.slice(0, caret);
  const kinds = [
    ['canned', /(?:^|\s)\/([\w-]*)$/],
    ['emoji', /(?:^|\s):([\p{L}_]{2,})$/u],
    ...(isNote ? ([['mention', /(?:^|\s)@([\p{L}\p{N}._-]*)$/u]] as const) : []),
  ] as const;
  for (const [kind, pattern] of kinds) {
    const query = pattern.exec(before)?.[1];
    if (query !== undefined) return { kind, query, start: caret - query.length - 1, end: caret };
  }
  return undefined;
}

interface Choice {
  key: number | string;
  title: string;
  hint: string;
  text: string;
}

const MOST = 8;

function useChoices(
  account: number,
  { kind, query }: Suggesting,
  fill: (text: string) => string,
): Choice[] {
  const { i18n } = useTranslation();
  const canned = useQuery({ ...cannedQuery(account), enabled: kind === 'canned' }).data ?? [];
  const agents = useQuery({ ...agentsQuery(account), enabled: kind === 'mention' }).data ?? [];
  const emojis = useQuery({
    queryKey: ['emojis', i18n.language],
    queryFn: async () => loadEmojis(i18n.language),
    staleTime: Infinity,
    enabled: kind === 'emoji',
  }).data ?? []; // prettier-ignore
  const wanted = query.toLowerCase();
  if (kind === 'emoji') {
    return findEmojis(emojis, wanted.replaceAll('_', ' '), MOST).map(({ unicode, label }) => ({
      key: unicode,
      title: `${unicode}  ${label}`,
      hint: '',
      text: `${unicode} `,
    }));
  }
  if (kind === 'mention') {
    return agents
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .slice(0, MOST)
      .map(({ id, name, email }) => ({ key: id, title: name, hint: email, text: `${mentionIn(agents, { id, name })} ` })); // prettier-ignore
  }
  // By its name first, then by what it says.
  const byName = canned.filter(({ short_code }) => short_code.toLowerCase().includes(wanted));
  const byText = wanted.length < 3 ? [] : canned.filter((each) => !byName.includes(each) && each.content.toLowerCase().includes(wanted)); // prettier-ignore
  return [...byName, ...byText].slice(0, MOST).map(({ id, short_code, content }) => {
    const text = fill(content);
    return { key: id, title: `/${short_code}`, hint: plainLine(text), text };
  });
}

interface Props {
  account: number;
  suggesting: Suggesting;
  input: React.RefObject<HTMLTextAreaElement | null>;
  /** Fills in what a prepared text names. */
  fill: (text: string) => string;
  onChoose: (text: string) => void;
  onClose: () => void;
}

/** A list above the text that the keys of the text move through. */
export function Suggestions({ account, suggesting, input, fill, onChoose, onClose }: Props) {
  const t = useComposerTexts();
  const choices = useChoices(account, suggesting, fill);
  const [at, setAt] = useState(0);
  const current = Math.min(at, choices.length - 1);
  useEffect(() => {
    const box = input.current;
    const keyed = (event: KeyboardEvent): void => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setAt((current + step + choices.length) % choices.length);
      else if (event.key === 'Enter' || event.key === 'Tab') onChoose(choices[current]?.text ?? '');
      else if (event.key === 'Escape') onClose();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    if (choices.length === 0) return;
    box?.addEventListener('keydown', keyed);
    box?.setAttribute('aria-activedescendant', `suggestion-${current}`);
    box?.setAttribute('aria-controls', 'suggestions');
    return () => {
      box?.removeEventListener('keydown', keyed);
      box?.removeAttribute('aria-activedescendant');
      box?.removeAttribute('aria-controls');
    };
  });
  if (choices.length === 0) return null;
  return (
    <ul
      id="suggestions"
      role="listbox"
      aria-label={t(suggesting.kind === 'emoji' ? 'emojis' : suggesting.kind)}
      className="absolute bottom-full left-0 z-20 mb-1 max-h-72 w-full max-w-md overflow-y-auto rounded-card border border-line bg-raised p-1 text-ink shadow-float"
    >
      {choices.map(({ key, title, hint, text }, index) => (
        <li
          key={key}
          id={`suggestion-${index}`}
          ref={(element) => {
            if (index === current) element?.scrollIntoView({ block: 'nearest' });
          }}
          role="option"
          aria-selected={index === current}
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(text);
          }}
          className={`rounded-md px-2 py-1.5 ${index === current ? 'bg-hover' : ''}`}
        >
          <p className="text-sm font-medium">{title}</p>
          {hint === '' ? null : <p className="truncate text-xs text-ink-faint">{hint}</p>}
        </li>
      ))}
    </ul>
  );
}
