import { queryOptions, useQuery } from '@tanstack/react-query';
import { server, unwrap } from '../../../api/api.ts';
import { useAction } from '../../../api/use-action.ts';
import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Failed, Lines } from '../../../ui/states.tsx';
import { say } from '../../../ui/toast.tsx';
import { canPush, identifierOf, ownSubscription, subscribe, unsubscribe } from './push.ts';
import { useNotifyTexts } from './texts.ts';

const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: async () => (await unwrap(server().GET('/api/v1/notification_subscriptions'))).payload,
  staleTime: 0,
});

const ownQuery = queryOptions({
  queryKey: ['device', 'own'],
  queryFn: async () => {
    const own = await ownSubscription();
    return own === undefined ? null : identifierOf(own);
  },
});

const tones = { active: 'good', failing: 'danger', stored: 'plain' } as const;

/** The browsers and phones that are told while Confab is closed. */
export function Devices() {
  const t = useNotifyTexts();
  const { data, error, refetch } = useQuery(devicesQuery);
  const own = useQuery(ownQuery).data;
  const changes = [devicesQuery.queryKey, ownQuery.queryKey];
  const add = useAction(
    async () => {
      if (!(await subscribe())) say({ title: t('blocked'), kind: 'error' });
    },
    { changes },
  );
  const remove = useAction(unsubscribe, { changes });
  const isOn = data?.some(({ identifier }) => identifier === own) === true;
  return (
    <>
      {data === undefined && error === null ? <Lines /> : null}
      {data === undefined && error !== null ? (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.length === 0 ? <p className="text-sm text-ink-faint">{t('none')}</p> : null}
      <ul className="divide-y divide-line">
        {data?.map(({ id, identifier, subscription_type: type, state, failure, last_sent_at }) => {
          const name = t(identifier === own ? 'thisOne' : type === 'fcm' ? 'phone' : 'browser');
          return (
            <li key={id} className="flex items-center gap-3 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2 font-medium">
                  {name} <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
                </p>
                <p className="text-xs text-ink-faint">
                  {failure ??
                    (last_sent_at === null
                      ? ''
                      : t('told', { time: momentOf(new Date(last_sent_at)) }))}
                </p>
              </div>
              <Button
                busy={remove.busy}
                aria-label={t('remove', { name })}
                onClick={() => void remove.run(identifier)}
              >
                {t('remove', { name: '' }).trim()}
              </Button>
            </li>
          );
        })}
      </ul>
      <div className="mt-3">
        {canPush() ? null : <p className="text-sm text-ink-faint">{t('unsupported')}</p>}
        {!canPush() || isOn ? null : (
          <Button look="primary" busy={add.busy} onClick={() => void add.run()}>
            {t('subscribe')}
          </Button>
        )}
      </div>
    </>
  );
}
