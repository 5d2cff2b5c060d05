import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { Page } from '../../ui/page.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { useAccount, useMe } from '../account-data.ts';
import { sections, type Asked } from './asked.ts';
import { Beginning } from './beginning.tsx';
import { Limits } from './limits.tsx';
import { useRecent } from './recent.ts';
import { countOf, Everything, OfSection } from './results.tsx';
import { everythingQuery } from './search-data.ts';
import { useSearchTexts } from './texts.ts';

const HERE = '/app/accounts/$accountId/search';

/** Looks for words in all conversations, messages and contacts. */
export function SearchPage() {
  const t = useSearchTexts();
  const account = useAccount();
  const asked = useSearch({ from: HERE });
  const navigate = useNavigate();
  const recent = useRecent(account, useMe()?.id);
  const show = (change: Partial<Asked>, replace = false): void =>
    void navigate({
      to: HERE,
      params: { accountId: account },
      search: (before: Asked) => ({ ...before, ...change }),
      replace,
    });
  const { q } = asked;
  const results = {
    account,
    onShow: (change: Partial<Asked>) => show(change),
    onOpen: () => recent.remember(q ?? ''),
  };
  return (
    <Page title={t('title')}>
      <Words q={q} onChange={(words) => show({ q: words }, true)} onDone={recent.remember} />
      {q === undefined ? (
        <Beginning
          account={account}
          onSearch={(words) => {
            recent.remember(words);
            show({ q: words });
          }}
        />
      ) : (
        <>
          <Tabs account={account} asked={asked} onShow={results.onShow} />
          <Limits account={account} asked={asked} onShow={results.onShow} />
          {asked.in === undefined ? (
            <Everything {...results} asked={{ ...asked, q }} />
          ) : (
            <OfSection key={asked.in} {...results} section={asked.in} asked={{ ...asked, q }} />
          )}
        </>
      )}
    </Page>
  );
}

interface WordsProps {
  q: string | undefined;
  onChange: (q: string | undefined) => void;
  /** Enter: these are the words that were meant. */
  onDone: (words: string) => void;
}

/** The field for the words; the address follows what is typed, and the field the address. */
function Words({ q = '', onChange, onDone }: WordsProps) {
  const t = useSearchTexts();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(q);
  const asked = useRef(q);
  const settled = useSettled(typed, 300);
  const ask = (words: string): void => {
    const next = words.trim();
    if (next === asked.current) return;
    asked.current = next;
    onChange(next === '' ? undefined : next);
  };
  useEffect(() => ask(settled), [settled]);
  useEffect(() => {
    if (q === asked.current) return;
    asked.current = q;
    setTyped(q);
  }, [q]);
  useFocusKey(field);
  return (
    <form
      role="search"
      className="relative mb-4"
      onSubmit={(event) => {
        event.preventDefault();
        ask(typed);
        onDone(typed);
      }}
    >
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-3 left-3 size-4.5 text-ink-faint"
      />
      <input
        ref={field}
        type="text"
        enterKeyHint="search"
        autoFocus
        autoComplete="off"
        maxLength={1000}
        aria-label={t('title')}
        placeholder={t('placeholder')}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        className="h-10.5 w-full rounded-md border border-line-strong bg-surface pr-10 pl-10 text-base text-ellipsis placeholder:text-ink-faint"
      />
      {typed === '' ? null : (
        <IconButton
          label={t('clear')}
          className="absolute top-1 right-1"
          onClick={() => {
            setTyped('');
            ask('');
            field.current?.focus();
          }}
        >
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      )}
    </form>
  );
}

/** The key that leads here from elsewhere leads to the field on this page. */
function useFocusKey(field: RefObject<HTMLInputElement | null>): void {
  const t = useSearchTexts();
  useCommands(
    useMemo(
      () => [{ id: 'search-field', key: '/', group: 'go' as const, title: t('focus'), run: () => field.current?.select() }],
      [field, t],
    ),
  );
} // prettier-ignore

interface TabsProps {
  account: number;
  asked: Asked;
  onShow: (change: Partial<Asked>) => void;
}

function Tabs({ account, asked, onShow }: TabsProps) {
  const t = useSearchTexts();
  // What is known of it: the tabs ask nothing for themselves.
  const { data } = useQuery({ ...everythingQuery(account, asked), enabled: false });
  return (
    <nav aria-label={t('in')} className="mb-4 flex gap-4 overflow-x-auto border-b border-line">
      {[undefined, ...sections].map((section) => (
        <button
          key={section ?? 'all'}
          type="button"
          aria-current={asked.in === section ? 'true' : undefined}
          onClick={() => onShow({ in: section })}
          className={`-mb-px shrink-0 border-b-2 pb-2 text-sm ${asked.in === section ? 'border-accent font-medium text-ink' : 'border-transparent text-ink-soft hover:text-ink'}`}
        >
          {section === undefined ? t('all') : t(`sections.${section}`)}{' '}
          {section === undefined || data === undefined ? null : (
            <span className="text-xs text-ink-faint tabular-nums">
              {countOf(data[section].length)}
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}
