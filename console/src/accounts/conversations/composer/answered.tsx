import { X } from 'lucide-react';
import { IconButton } from '../../../ui/button.tsx';
import { answering, useAnswering } from '../answering.ts';
import { plainLine } from '../plain-line.ts';
import { useComposerTexts } from './texts.ts';

/** The message that the text below it answers, if it answers one. */
export function Answered({ conversation }: { conversation: number }) {
  const t = useComposerTexts();
  const message = useAnswering(conversation);
  if (message === undefined) return null;
  const name = message.sender?.name;
  return (
    <div className="mx-3 mt-2 flex items-center gap-2 border-s-2 border-accent ps-2 text-xs text-ink-soft">
      <p className="min-w-0 flex-1">
        <span className="block font-medium">
          {name === undefined ? t('answeringSomebody') : t('answering', { name })}
        </span>
        <span className="block truncate">{plainLine(message.content ?? '') || t('file')}</span>
      </p>
      <IconButton
        label={t('stopAnswering')}
        className="size-6"
        onClick={() => answering.end(conversation)}
      >
        <X aria-hidden="true" className="size-3.5" />
      </IconButton>
    </div>
  );
}
