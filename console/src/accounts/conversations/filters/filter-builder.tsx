import { Plus } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Problem } from '../../../ui/field.tsx';
import { ConditionRow } from './condition-row.tsx';
import { changed, removed, withCondition, type FilterDraft } from './draft.ts';
import { isComplete, type Attribute } from './language.ts';
import type { Refusal } from './refusal.ts';
import { useFilterTexts } from './texts.ts';

interface Props {
  /** By what can be filtered; it makes no difference of what. */
  attributes: readonly Attribute[];
  draft: FilterDraft;
  onChange: (draft: FilterDraft) => void;
  /** Says where something is missing. */
  judged: boolean;
  /** What the server said about it. */
  refusal?: Refusal | undefined;
}

/**
 * Puts a filter together: groups of conditions that must all hold, of which groups one must. Keeps
 * nothing itself, and asks nothing of the server:
 *
 *     const [draft, setDraft] = useState(() => draftOf(readFilter(search.filter)));
 *     <FilterBuilder attributes={attributes} draft={draft} onChange={setDraft} judged={judged} />
 *     writeFilter(filterIn(draft, attributes))   // for the address
 *     wireOf(filterIn(draft, attributes))        // the payload for the API
 */
export function FilterBuilder({ attributes, draft, onChange, judged, refusal }: Props) {
  const t = useFilterTexts();
  const box = useRef<HTMLDivElement>(null);
  useFollowing(box, draft);
  const [first] = attributes;
  const isPlaced = draft.flat().some(({ key }) => key === refusal?.key);
  const problemOf = (each: FilterDraft[number][number]): string | undefined => {
    const attribute = attributes.find(({ key }) => key === each.key);
    if (judged && !isComplete(each, attribute)) return t('incomplete');
    return refusal?.key === each.key ? refusal.text : undefined;
  };
  if (first === undefined) return null;
  return (
    <div ref={box} className="space-y-2">
      {refusal === undefined || isPlaced ? null : <Problem>{refusal.text}</Problem>}
      {draft.length === 0 ? <p className="text-sm text-ink-faint">{t('none')}</p> : null}
      {draft.map((group, at) => (
        <div key={group[0]?.id ?? at} className="space-y-2">
          {at === 0 ? null : (
            <p className="text-center text-xs font-medium text-ink-faint">{t('or')}</p>
          )}
          <div
            role="group"
            aria-label={t('group', { place: at + 1 })}
            className="space-y-2 rounded-card border border-line bg-surface p-2"
          >
            {group.map((each) => (
              <div
                key={each.id}
                data-condition={each.id}
                className="max-sm:border-b max-sm:border-line max-sm:pb-2"
              >
                <ConditionRow
                  attributes={attributes}
                  condition={each}
                  place={draft.flat().indexOf(each) + 1}
                  onChange={(condition) => onChange(changed(draft, each.id, condition))}
                  onRemove={() => onChange(removed(draft, each.id))}
                  problem={problemOf(each)}
                />
              </div>
            ))}
            <Button look="quiet" data-add onClick={() => onChange(withCondition(draft, first, at))}>
              <Plus aria-hidden="true" className="size-4" />
              {t('add')}
            </Button>
          </div>
        </div>
      ))}
      <Button data-add onClick={() => onChange(withCondition(draft, first))}>
        <Plus aria-hidden="true" className="size-4" />
        {t(draft.length === 0 ? 'add' : 'addGroup')}
      </Button>
    </div>
  );
}

/** The focus goes to a condition that was added; from one that was removed, to where another is added. */
function useFollowing(box: RefObject<HTMLDivElement | null>, draft: FilterDraft): void {
  const known = useRef(draft);
  useEffect(() => {
    const before = known.current.flat();
    const now = draft.flat();
    known.current = draft;
    const added = now.find(({ id }) => before.every((each) => each.id !== id));
    if (now.length > before.length && added !== undefined) {
      box.current?.querySelector<HTMLElement>(`[data-condition="${added.id}"] button`)?.focus();
    } else if (now.length < before.length) {
      box.current?.querySelector<HTMLElement>('[data-add]')?.focus();
    }
  }, [box, draft]);
}
