import { Check, OctagonAlert } from 'lucide-react';
import { isKnown } from './action-language.ts';
import { useActionTexts } from './texts.ts';

interface Step {
  action_name: string;
  error: string | null;
}

/** What became of each action of a run. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const t = useActionTexts();
  if (steps.length === 0) return <p className="text-sm text-ink-faint">{t('noSteps')}</p>;
  return (
    <ul aria-label={t('steps')} className="space-y-1 text-sm">
      {steps.map(({ action_name: name, error }, index) => (
        <li key={index} className="flex items-start gap-2">
          {error === null ? (
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
          ) : (
            <OctagonAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          )}
          <span className="min-w-0">
            {isKnown(name) ? t(`names.${name}`) : name}
            <span className={error === null ? 'sr-only' : 'block text-warn'}>
              {error === null ? ` ${t('done')}` : t('notDone', { error })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
