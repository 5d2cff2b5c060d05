import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { More } from '../../ui/more.tsx';
import { Empty, Failed, Lines } from '../../ui/states.tsx';
import { inboxesQuery } from '../account-data.ts';
import { sections, type Asked, type Section } from './asked.ts';
import { ContactLine, ConversationLine, MessageLine } from './found-lines.tsx';
import { everythingQuery, PAGE, sectionQuery, type Found } from './search-data.ts';
import { useSearchTexts } from './texts.ts';

interface Props {
  account: number;
  asked: Asked & { q: string };
  onShow: (change: Partial<Asked>) => void;
  onOpen: () => void;
}

/** The first of each kind, with the way to all of them. */
export function Everything({ account, asked, onShow, onOpen }: Props) {
  const t = useSearchTexts();
  const { data, error, refetch } = useQuery(everythingQuery(account, asked));
  if (data === undefined) return <Waiting error={error} onRetry={() => void refetch()} />;
  const filled = sections.filter((section) => data[section].length > 0);
  if (filled.length === 0) return <Nothing asked={asked} onShow={onShow} />;
  return filled.map((section) => {
    const shown = { ...data, [section]: data[section].slice(0, FEW) };
    const isCut = data[section].length > FEW;
    return (
      <section key={section} aria-labelledby={`found-${section}`} className="mb-6">
        <header className="mb-2 flex items-baseline justify-between gap-2">
          <h2 id={`found-${section}`} className="text-sm font-semibold">
            {t(`sections.${section}`)}{' '}
            <span className="font-normal text-ink-faint">{countOf(data[section].length)}</span>
          </h2>
          {isCut ? (
            <Button
              look="quiet"
              className="px-2"
              aria-label={`${t('seeAll')}: ${t(`sections.${section}`)}`}
              onClick={() => onShow({ in: section })}
            >
              {t('seeAll')}
            </Button>
          ) : null}
        </header>
        <FoundList {...{ account, section, asked, onOpen }} found={shown} />
      </section>
    );
  });
}

/** Of each kind on the page of everything. */
const FEW = 5;

/** The server says no sum: of a full page there may be more. */
export const countOf = (length: number): string => (length < PAGE ? String(length) : `${PAGE}+`);

/** All of one kind, a page at a time. */
export function OfSection({ account, asked, section, onShow, onOpen }: Props & { section: Section }) {
  const t = useSearchTexts();
  const query = useInfiniteQuery(sectionQuery(account, section, asked));
  const { data, error, refetch, hasNextPage, fetchNextPage } = query;
  if (data === undefined) return <Waiting error={error} onRetry={() => void refetch()} />;
  const found: Found = {
    conversations: data.pages.flatMap((page) => page.conversations),
    messages: data.pages.flatMap((page) => page.messages),
    contacts: data.pages.flatMap((page) => page.contacts),
  };
  const count = found[section].length;
  if (count === 0) return <Nothing asked={asked} onShow={onShow} />;
  return (
    <>
      <p role="status" className="mb-2 text-xs text-ink-faint">
        {hasNextPage ? t('foundMore', { count }) : t('found', { count })}
      </p>
      <FoundList {...{ account, section, asked, found, onOpen }} />
      <More query={query} />
      {error === null ? null : <Failed title={t('failed')} error={error} onRetry={() => void fetchNextPage()} />}
    </>
  );
} // prettier-ignore

interface ListProps extends Omit<Props, 'onShow'> {
  section: Section;
  found: Found;
}

function FoundList({ account, section, asked, found, onOpen }: ListProps) {
  const t = useSearchTexts();
  const inboxes = useQuery(inboxesQuery(account)).data;
  const line = { account, wanted: asked.q, onOpen };
  const lines: Record<Section, () => [number, ReactNode][]> = {
    conversations: () => found.conversations.map((each) => [each.id, <ConversationLine {...line} found={each} />]),
    messages: () => found.messages.map((each) => [each.id, <MessageLine {...line} found={each} inbox={inboxes?.find(({ id }) => id === each.inbox_id)?.name} />]),
    contacts: () => found.contacts.map((each) => [each.id, <ContactLine {...line} found={each} />]),
  };
  return (
    <ul aria-label={t(`sections.${section}`)} className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {lines[section]().map(([id, shown]) => <li key={id}>{shown}</li>)}
    </ul>
  );
} // prettier-ignore

function Waiting({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useSearchTexts();
  if (error === null) return <Lines />;
  return <Failed title={t('failed')} error={error} onRetry={onRetry} />;
}

/** What might find something after all. */
function Nothing({ asked, onShow }: Pick<Props, 'asked' | 'onShow'>) {
  const t = useSearchTexts();
  return (
    <div role="status">
      <Empty
        title={t('nothing', { words: asked.q })}
        hint={t(`nothingHints.${asked.in ?? 'all'}`)}
        icon={<SearchX aria-hidden="true" className="size-7" />}
      >
        <span className="mt-2 flex flex-wrap justify-center gap-2">
          {asked.in === undefined ? null : (
            <Button onClick={() => onShow({ in: undefined })}>{t('searchAll')}</Button>
          )}
        </span>
      </Empty>
    </div>
  );
}
