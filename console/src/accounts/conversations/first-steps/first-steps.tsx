import { Link } from '@tanstack/react-router';
import { ChevronRight, Circle, CircleCheck, ExternalLink } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Lines } from '../../../ui/states.tsx';
import { usePreferences } from '../../preferences.ts';
import { useSteps } from './steps.ts';
import { useFirstStepsTexts } from './texts.ts';
import { HIDDEN, hiddenIn } from './use-first-steps.ts';

interface Props {
  account: number;
  /** How many there are in the account. */
  conversations: number;
  /** What stands here once everything is done. */
  children: ReactNode;
}

/** What an administrator does first in an account that has hardly begun. */
export function FirstSteps({ account, conversations, children }: Props) {
  const t = useFirstStepsTexts();
  const title = useId();
  const { settings, change } = usePreferences();
  const known = useSteps(account, conversations);
  if (known === undefined) return <Lines />;
  const { steps, inbox } = known;
  const done = steps.filter(({ isDone }) => isDone).length;
  if (done === steps.length) return children;
  const website = inbox?.website_token;
  return (
    <div className="h-full overflow-y-auto p-4 sm:p-8">
      <section aria-labelledby={title} className="mx-auto max-w-lg">
        <h2 id={title} className="text-lg font-semibold">
          {t('title')}
        </h2>
        <p className="mt-1 text-sm text-ink-soft">{t('hint')}</p>
        <p className="mt-3 mb-2 text-xs font-medium text-ink-faint" aria-live="polite">
          {t('count', { done, all: steps.length })}
        </p>
        <ol className="divide-y divide-line rounded-card border border-line bg-surface">
          {steps.map(({ name, isDone }) => (
            <li key={name}>
              <StepLink account={account} name={name} inbox={inbox?.id} isDone={isDone} />
              {name === 'message' && !isDone && website != null ? (
                <a
                  href={`/widget?website_token=${encodeURIComponent(website)}`}
                  target="_blank"
                  rel="noopener"
                  className="mb-3 ml-12 inline-flex items-center gap-1.5 text-sm text-accent hover:underline"
                >
                  <ExternalLink aria-hidden="true" className="size-3.5" />
                  {t('tryIt')}
                </a>
              ) : null}
            </li>
          ))}
        </ol>
        <Button
          look="quiet"
          className="mt-3"
          onClick={() => change({ [HIDDEN]: [...hiddenIn(settings), account] })}
        >
          {t('hide')}
        </Button>
      </section>
    </div>
  );
}

const NEW_INBOX = { to: '/app/accounts/$accountId/settings/inboxes/new' } as const;

/** The page where a step is done. */
const placeOf = (name: StepProps['name'], inbox: number | undefined) => {
  if (name === 'colleague') return { to: '/app/accounts/$accountId/settings/agents' } as const;
  if (name === 'webhook') return { to: '/app/accounts/$accountId/settings/webhooks' } as const;
  if (inbox === undefined) return NEW_INBOX;
  if (name === 'inbox') return { to: '/app/accounts/$accountId/settings/inboxes' } as const;
  return { to: '/app/accounts/$accountId/settings/inboxes/$inboxId', search: { part: 'connect' } } as const; // prettier-ignore
};

interface StepProps {
  account: number;
  name: 'inbox' | 'colleague' | 'message' | 'webhook';
  inbox: number | undefined;
  isDone: boolean;
}

function StepLink({ account, name, inbox, isDone }: StepProps) {
  const t = useFirstStepsTexts();
  const Mark = isDone ? CircleCheck : Circle;
  return (
    <Link
      {...placeOf(name, inbox)}
      params={{ accountId: account, inboxId: inbox ?? 0 }}
      className="flex items-start gap-3 px-4 py-3 hover:bg-hover"
    >
      <Mark
        aria-hidden="true"
        className={`mt-0.5 size-5 shrink-0 ${isDone ? 'text-good' : 'text-ink-faint'}`}
      />
      <span className="min-w-0 flex-1">
        <span className={`block font-medium ${isDone ? 'text-ink-soft line-through' : ''}`}>
          {t(`steps.${name}`)}
        </span>
        {isDone ? <span className="sr-only">{t('done')}</span> : null}
        <span className="block text-sm text-ink-faint">{t(`hints.${name}`)}</span>
      </span>
      <ChevronRight aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-faint" />
    </Link>
  );
}
