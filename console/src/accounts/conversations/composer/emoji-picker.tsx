import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { findEmojis, groups, loadEmojis, recentEmojis, rememberEmoji, type Emoji } from './emojis.ts'; // prettier-ignore
import { useComposerTexts } from './texts.ts';

const COLUMNS = 9;
const MOST_FOUND = 90;

/** A field to find emojis by name, and below it those of a group. Arrows move, Enter chooses. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useComposerTexts();
  const { t: shared, i18n } = useTranslation();
  const list = useId();
  const { all, hasFailed, load } = useEmojis(i18n.language);
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState<number>(() => (recentEmojis().length > 0 ? -1 : 0));
  const [at, setAt] = useState(0);
  const found = useMemo(() => shownOf(all ?? [], query, group), [all, query, group]);
  const current = Math.min(at, found.length - 1);
  const choose = (emoji: Emoji | undefined): void => {
    if (emoji === undefined) return;
    rememberEmoji(emoji.unicode);
    onChoose(emoji.unicode);
  };
  const keyed = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = current + step;
      if (next >= 0 && next < found.length) setAt(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[current]);
    }
  };
  if (hasFailed) {
    return (
      <p role="alert" className="flex w-85 max-w-full flex-col items-center gap-2 p-6">
        {t('emojisFailed')}
        <Button onClick={load}>{shared('app.retry')}</Button>
      </p>
    );
  }
  return (
    <div className="w-85 max-w-full">
      <div className="border-b border-line px-3">
        <input
          role="combobox"
          aria-label={t('findEmoji')}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found.length === 0 ? undefined : `${list}-${current}`}
          autoComplete="off"
          autoFocus
          value={query}
          onChange={({ target }) => {
            setQuery(target.value);
            setAt(0);
          }}
          onKeyDown={keyed}
          placeholder={t('findEmoji')}
          className="h-10 w-full bg-transparent outline-none placeholder:text-ink-faint"
        />
      </div>
      <Groups
        group={query === '' ? group : undefined}
        onChange={(next) => {
          setGroup(next);
          setQuery('');
          setAt(0);
        }}
      />
      <ul
        id={list}
        role="listbox"
        aria-label={t('emoji')}
        tabIndex={-1}
        className="grid h-56 auto-rows-[2.25rem] grid-cols-9 overflow-y-auto p-1"
      >
        {found.map((emoji, index) => (
          <li
            key={emoji.unicode}
            id={`${list}-${index}`}
            ref={(element) => {
              if (index === current) element?.scrollIntoView({ block: 'nearest' });
            }}
            role="option"
            aria-selected={index === current}
            aria-label={emoji.label}
            title={emoji.label}
            onClick={() => choose(emoji)}
            className={`flex items-center justify-center rounded-md text-xl ${index === current ? 'bg-hover outline-2 -outline-offset-2 outline-accent' : 'hover:bg-hover'}`}
          >
            {emoji.unicode}
          </li>
        ))}
      </ul>
      <p role="status" className="h-7 truncate px-3 text-xs text-ink-soft">
        {all === undefined ? t('loading') : (found[current]?.label ?? t('noEmoji'))}
      </p>
    </div>
  );
}

function useEmojis(language: string) {
  const [all, setAll] = useState<readonly Emoji[]>();
  const [hasFailed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    loadEmojis(language).then(setAll, () => setFailed(true));
  };
  useEffect(load, [language]);
  return { all, hasFailed, load };
}

function shownOf(all: readonly Emoji[], query: string, group: number): Emoji[] {
  if (query.trim() !== '') return findEmojis(all, query, MOST_FOUND);
  if (group !== -1) return all.filter((each) => each.group === group);
  return recentEmojis()
    .map((unicode) => all.find((each) => each.unicode === unicode))
    .filter((each) => each !== undefined);
}

interface GroupsProps {
  group: number | undefined;
  onChange: (group: number) => void;
}

function Groups({ group, onChange }: GroupsProps) {
  const t = useComposerTexts();
  const all = [...(recentEmojis().length > 0 ? ([['recent', -1, '🕘']] as const) : []), ...groups];
  return (
    <div role="group" aria-label={t('emojiGroups')} className="flex border-b border-line px-1">
      {all.map(([name, number, sign]) => (
        <button
          key={name}
          type="button"
          aria-label={t(`groups.${name}`)}
          title={t(`groups.${name}`)}
          aria-pressed={number === group}
          onClick={() => onChange(number)}
          className={`h-8 flex-1 rounded-t border-b-2 text-base ${number === group ? 'border-accent' : 'border-transparent hover:bg-hover'}`}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}
