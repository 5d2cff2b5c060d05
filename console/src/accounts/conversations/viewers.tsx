import { Eye } from 'lucide-react';
import { defineTexts } from '../../i18n/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useMe } from '../account-data.ts';
import { useSayViewing, useViewers } from './viewing.ts';

const useViewerTexts = defineTexts('viewers', {
  en: { one: '{{names}} is looking at this, too', more: '{{names}} are looking at this, too' },
  es: { one: '{{names}} también está mirando esto', more: '{{names}} también están mirando esto' },
});

const SHOWN = 3;

/** Who else has this conversation open; and tells them that one has. */
export function Viewers({ account, id }: { account: number; id: number }) {
  const t = useViewerTexts();
  const me = useMe()?.id ?? 0;
  const viewers = useViewers(account, id, me);
  useSayViewing(account, id);
  const names = viewers.map(({ name }) => name).join(', ');
  const text = names === '' ? '' : t(viewers.length === 1 ? 'one' : 'more', { names });
  return (
    <div role="status" title={text} className="flex shrink-0 items-center">
      <span className="sr-only">{text}</span>
      {viewers.length === 0 ? null : (
        <>
          <Eye aria-hidden="true" className="mr-1 size-3.5 text-ink-faint" />
          {viewers.slice(0, SHOWN).map(({ id: viewer, name, thumbnail }) => (
            <span
              key={viewer}
              className="-ml-1 rounded-full ring-2 ring-surface first-of-type:ml-0"
            >
              <Avatar name={name} picture={thumbnail} size="sm" />
            </span>
          ))}
          {viewers.length > SHOWN ? (
            <span aria-hidden="true" className="ml-1 text-xs text-ink-faint">
              +{viewers.length - SHOWN}
            </span>
          ) : null}
        </>
      )}
    </div>
  );
}
