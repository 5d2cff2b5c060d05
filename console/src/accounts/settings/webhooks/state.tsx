import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { Endpoint } from './webhook-data.ts';
import { useWebhookTexts } from './texts.ts';

type Shown = Pick<Endpoint, 'state' | 'paused_because' | 'failing_since'>;

const tones = { active: 'good', failing: 'warn', paused: 'danger' } as const;

/** How an address does, and why it is told nothing. */
export function EndpointState({ endpoint }: { endpoint: Shown }) {
  const t = useWebhookTexts();
  const { state, paused_because: because, failing_since: since } = endpoint;
  return (
    <span className="flex min-w-36 flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      {state === 'paused' && because !== null ? (
        <span className="text-xs text-ink-soft">{t(`because.${because}`)}</span>
      ) : null}
      {state !== 'active' && since !== null ? (
        <span className="text-xs text-ink-soft">
          {t('failingSince', { time: momentOf(new Date(since)) })}
        </span>
      ) : null}
    </span>
  );
}
