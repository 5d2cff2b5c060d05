import type { TFunction } from 'i18next';
import type { Conversation } from './conversation-data.ts';
import { selection, useIsSelected, useIsSelecting } from './selection.ts';

interface Props {
  conversation: Conversation;
  /** All of the list, as they stand there. */
  order: readonly number[];
  t: TFunction;
}

/**
 * Chooses a conversation for what is done to many. It stands below the face: there when somebody points at
 * the line, comes to it by keyboard, has chosen others, or has nothing to point with. Otherwise it has no
 * looks; one that merely could not be seen through would be a layer of its own on each line.
 */
export function PickBox({ conversation: { id, meta }, order, t }: Props) {
  const isSelected = useIsSelected(id);
  const isSelecting = useIsSelecting();
  return (
    <label className="absolute bottom-1.5 left-4 flex size-6 items-center justify-center">
      <input
        type="checkbox"
        className={`size-4 accent-accent ${isSelecting ? '' : 'appearance-none group-hover:appearance-auto focus:appearance-auto pointer-coarse:appearance-auto'}`}
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
