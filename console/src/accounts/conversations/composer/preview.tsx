import { useMemo } from 'react';
import { renderMarkdown } from '../markdown.ts';
import { useComposerTexts } from './texts.ts';

/** What is written as its reader will see it. */
export function Preview({ text }: { text: string }) {
  const t = useComposerTexts();
  const html = useMemo(() => renderMarkdown(text), [text]);
  return (
    <section
      aria-label={t('preview')}
      tabIndex={0}
      className="max-h-72 min-h-16 overflow-y-auto px-3 py-1.5"
    >
      {text.trim() === '' ? (
        <p className="text-ink-faint">{t('nothingYet')}</p>
      ) : (
        // The renderer lets no markup through (markdown.ts).
        <div className="prose-message" dangerouslySetInnerHTML={{ __html: html }} />
      )}
    </section>
  );
}
