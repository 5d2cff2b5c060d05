import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '../api/api.ts';
import { Button } from './button.tsx';

interface EmptyProps {
  title: string;
  /** It is what the whole page says. */
  alone?: boolean;
  hint?: string;
  icon?: ReactNode;
  children?: ReactNode;
}

/** Where there is nothing, what that means and what to do. */
export function Empty({ title, alone = false, hint, icon, children }: EmptyProps) {
  const Title = alone ? 'h1' : 'p';
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-8 text-center">
      {icon === undefined ? null : <span className="mb-1 text-ink-faint">{icon}</span>}
      <Title className="font-medium">{title}</Title>
      {hint === undefined ? null : <p className="max-w-80 text-sm text-ink-faint">{hint}</p>}
      {children}
    </div>
  );
}

interface FailedProps {
  title: string;
  error?: unknown;
  onRetry?: () => void;
}

export function Failed({ title, error, onRetry }: FailedProps) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="h-full">
      <Empty
        title={title}
        hint={reasonOf(error) ?? t('app.unexpected')}
        icon={<CircleAlert aria-hidden="true" className="size-6" />}
      >
        {onRetry === undefined ? null : (
          <Button onClick={onRetry} className="mt-2">
            {t('app.retry')}
          </Button>
        )}
      </Empty>
    </div>
  );
}

/** Keeps the place of what is on its way. */
export function Bar({ className = '' }: { className?: string }) {
  return <span className={`block animate-pulse rounded bg-hover ${className}`} />;
}

/** Keeps the place of a list that is on its way. */
export function Lines() {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      aria-label={t('app.loading')}
      className="space-y-3 rounded-card border border-line bg-surface p-4"
    >
      {['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5', 'w-1/2'].map((width, index) => (
        <Bar key={index} className={`h-5 ${width}`} />
      ))}
    </div>
  );
}
