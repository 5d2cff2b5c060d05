import { Check, X } from 'lucide-react';
import { useAutomationTexts } from './texts.ts';
import { useConditionWords } from './use-condition-words.ts';

interface Judged {
  met: boolean;
  query_operator: string | null;
}

interface Props {
  account: number;
  conditions: readonly Judged[];
}

/** Each condition of a rule, and whether it held. */
export function JudgedConditions({ account, conditions }: Props) {
  const t = useAutomationTexts();
  const inWords = useConditionWords(account);
  if (conditions.length === 0) return null;
  return (
    <ul aria-label={t('conditions')} className="space-y-1 text-sm">
      {conditions.map((condition, index) => (
        <li key={index} className="flex items-start gap-2">
          {condition.met ? (
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
          ) : (
            <X aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-faint" />
          )}
          <span className="min-w-0">
            {inWords(condition as unknown as Record<string, unknown>)}
            <span className="sr-only">: {t(condition.met ? 'met' : 'notMet')}</span>
            {index === conditions.length - 1 ? null : (
              <span className="text-ink-faint">
                {' '}
                {t(condition.query_operator?.toLowerCase() === 'or' ? 'or' : 'and')}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
