import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../drafts.ts';
import { useComposerTexts } from './texts.ts';

interface Props {
  isNote: boolean;
  canReply: boolean;
  onChange: (mode: Draft['mode']) => void;
}

/** Whether the customer reads it, or the team alone. */
export function Modes({ isNote, canReply, onChange }: Props) {
  const { t: shared } = useTranslation();
  const t = useComposerTexts();
  const look = (on: boolean): string =>
    `flex h-7 items-center gap-1 rounded px-2 text-xs disabled:cursor-not-allowed disabled:opacity-55 ${on ? 'bg-hover font-semibold text-ink' : 'text-ink-soft hover:text-ink'}`;
  return (
    <div role="group" aria-label={t('kind')} className="flex shrink-0 gap-1">
      <button
        type="button"
        aria-pressed={!isNote}
        aria-keyshortcuts="r"
        disabled={!canReply}
        title={canReply ? undefined : t('cannot')}
        onClick={() => onChange('reply')}
        className={look(!isNote)}
      >
        {shared('composer.reply')}
      </button>
      <button
        type="button"
        aria-pressed={isNote}
        aria-keyshortcuts="n"
        onClick={() => onChange('note')}
        className={look(isNote)}
      >
        <Lock aria-hidden="true" className="size-3" />
        {shared('composer.note')}
      </button>
    </div>
  );
}
