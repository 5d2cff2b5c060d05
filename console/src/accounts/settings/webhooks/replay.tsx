import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { useSubmit } from '../../../ui/use-submit.ts';
import { instantOf, localTime } from './local-time.ts';
import { useWebhookTexts } from './texts.ts';
import { countsQuery, refreshWebhooks, type Span } from './webhook-data.ts';

interface Props {
  account: number;
  id: number;
  open: boolean;
  onClose: () => void;
}

/** Sends again what was sent, or was not, in a span of time. */
export function ReplayDialog({ open, ...rest }: Props) {
  const t = useWebhookTexts();
  return (
    <Dialog open={open} onOpenChange={(next) => next || rest.onClose()} title={t('replay')}>
      {open ? <Form {...rest} /> : null}
    </Dialog>
  );
}

const DAY = 24 * 60 * 60 * 1000;

interface Sent {
  count: number;
  /** How many were under way anyway. */
  before: number;
}

function Form({ account, id, onClose }: Omit<Props, 'open'>) {
  const t = useWebhookTexts();
  const { t: shared } = useTranslation();
  const [since, setSince] = useState(() => localTime(new Date(Date.now() - DAY)));
  const [until, setUntil] = useState(() => localTime(new Date(Date.now() + 60_000)));
  const [state, setState] = useState<'dead' | 'delivered'>('dead');
  const [sent, setSent] = useState<Sent>();
  const span: Span = { since: instantOf(since), until: instantOf(until) };
  const isSpan = span.since !== '' && span.until !== '' && span.since < span.until;
  const { data: counts } = useQuery({
    ...countsQuery(account, { id, span, sending: sent !== undefined }),
    enabled: isSpan,
  });
  const { busy, problem, onSubmit } = useSubmit(async () => {
    const before = counts?.pending ?? 0;
    const { count } = await unwrap(
      api(account).POST('/webhook_endpoints/{endpoint_id}/replay', {
        params: { path: { endpoint_id: id } },
        body: { ...span, state },
      }),
    );
    setSent({ count, before });
    await refreshWebhooks(account);
  });
  const count = counts?.[state];
  return (
    <form onSubmit={onSubmit}>
      <div className="space-y-4 p-4">
        <p className="text-sm text-ink-soft">{t('replayHint')}</p>
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label={t('from')}
            type="datetime-local"
            value={since}
            disabled={sent !== undefined}
            onChange={({ target }) => setSince(target.value)}
          />
          <Field
            label={t('to')}
            type="datetime-local"
            value={until}
            disabled={sent !== undefined}
            problem={isSpan ? undefined : t('noSpan')}
            onChange={({ target }) => setUntil(target.value)}
          />
        </div>
        <Select
          label={t('which')}
          options={(['dead', 'delivered'] as const).map((value) => ({
            value,
            label: t(`replays.${value}`),
          }))}
          value={state}
          disabled={sent !== undefined}
          onChange={setState}
        />
        <div role="status">
          {sent !== undefined ? (
            <Progress sent={sent} pending={counts?.pending} />
          ) : count === undefined || !isSpan ? null : (
            <p className="text-sm">{t('preview', { count })}</p>
          )}
        </div>
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{shared(sent === undefined ? 'app.cancel' : 'app.close')}</Button>
        {sent === undefined ? (
          <Button
            look="primary"
            type="submit"
            busy={busy}
            disabled={!isSpan || count === undefined || count === 0}
          >
            {t('replayYes')}
          </Button>
        ) : null}
      </DialogFoot>
    </form>
  );
}

function Progress({ sent, pending }: { sent: Sent; pending: number | undefined }) {
  const t = useWebhookTexts();
  const left = Math.min(sent.count, Math.max(0, (pending ?? sent.count) - sent.before));
  const done = sent.count - left;
  return (
    <div className="space-y-1 text-sm">
      <progress
        aria-label={t('replay')}
        max={sent.count}
        value={done}
        className="h-2 w-full accent-accent"
      />
      <p>
        {left === 0
          ? t('replayed', { count: sent.count })
          : t('replaying', { done, count: sent.count })}
      </p>
    </div>
  );
}
