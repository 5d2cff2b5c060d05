import { useTranslation } from 'react-i18next';
import type { Conversation } from './conversation-data.ts';
import { selection, useIsSelected, useIsSelecting } from './selection.ts';

interface Props {
  conversation: Conversation;
  /** All of the list, as they stand there. */
  order: readonly number[];
}

/**
 * Chooses a conversation for what is done to many. It stands below the face: there when somebody points at
 * the line, comes to it by keyboard, has chosen others, or has nothing to point with.
 */
export function PickBox({ conversation: { id, meta }, order }: Props) {
  const { t } = useTranslation();
  const isSelected = useIsSelected(id);
  const isSelecting = useIsSelecting();
  return (
    <label
      className={`absolute bottom-1.5 left-4 flex size-6 items-center justify-center pointer-coarse:opacity-100 ${isSelecting ? '' : 'opacity-0 group-hover:opacity-100 focus-within:opacity-100'}`}
    >
      <input
        type="checkbox"
        className="size-4 accent-accent"
        aria-label={t('list.choose', { name: meta.sender.name || `#${id}` })}
        checked={isSelected}
        onChange={({ nativeEvent }) =>
          nativeEvent instanceof MouseEvent && nativeEvent.shiftKey
            ? selection.extendTo(id, order)
            : selection.toggle(id)
        }
      />
    </label>
  );
}
