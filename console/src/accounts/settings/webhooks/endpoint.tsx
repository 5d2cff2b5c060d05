import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { useAction } from '../../../api/use-action.ts';
import { momentOf } from '../../../time/format.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/confirm.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Failed, Lines } from '../../../ui/states.tsx';
import { useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { BackLink } from '../../back-link.tsx';
import { Deliveries } from './deliveries.tsx';
import { ReplayDialog } from './replay.tsx';
import { SecretDialog, type Shown } from './secret-dialog.tsx';
import { EndpointState } from './state.tsx';
import { useWebhookTexts } from './texts.ts';
import { useEndpointName } from './use-endpoint-name.ts';
import { endpointPath, endpointQuery, refreshWebhooks, type Endpoint } from './webhook-data.ts';

const LIST = '/app/accounts/$accountId/settings/webhooks';

/** One address: how it does, what it was sent, and sending it again. */
export function EndpointPage() {
  const t = useWebhookTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Loaded />
    </AdministratorsOnly>
  );
}

function Loaded() {
  const t = useWebhookTexts();
  const account = useAccount();
  const { endpointId } = useParams({ from: `${LIST}/$endpointId` });
  const nameOf = useEndpointName(account);
  const { data, error, refetch } = useQuery(endpointQuery(account, endpointId));
  const [isReplaying, setReplaying] = useState(false);
  const name = data === undefined ? t('title') : nameOf(data);
  return (
    <Page
      wide
      title={name}
      hint={data?.url !== null && data?.url !== name ? data?.url : undefined}
      before={<BackLink to={LIST}>{t('title')}</BackLink>}
      actions={
        data === undefined ? undefined : (
          <Tools account={account} endpoint={data} onReplay={() => setReplaying(true)} />
        )
      }
    >
      {error === null || data !== undefined ? null : (
        <Failed title={t('failedOne')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null ? <Lines /> : null}
      {data === undefined ? null : (
        <>
          <Facts account={account} endpoint={data} />
          <Deliveries account={account} endpoint={data} />
          <ReplayDialog
            account={account}
            id={data.id}
            open={isReplaying}
            onClose={() => setReplaying(false)}
          />
        </>
      )}
    </Page>
  );
}

interface ToolsProps {
  account: number;
  endpoint: Endpoint;
  onReplay: () => void;
}

function Tools({ account, endpoint: { id, state, signed }, onReplay }: ToolsProps) {
  const t = useWebhookTexts();
  const navigate = useNavigate();
  const [secret, setSecret] = useState<Shown>();
  const path = endpointPath(id);
  const { busy, run: turn } = useAction(async (what: 'pause' | 'resume') => {
    await unwrap(api(account).POST(`/webhook_endpoints/{endpoint_id}/${what}`, path));
    await refreshWebhooks(account);
  });
  const { busy: testing, run: sendTest } = useAction(async () => {
    const made = await unwrap(api(account).POST('/webhook_endpoints/{endpoint_id}/test', path));
    await refreshWebhooks(account);
    await navigate({
      to: `${LIST}/$endpointId/$sequence`,
      params: { accountId: account, endpointId: id, sequence: made.sequence },
    });
  });
  const rotate = (): void =>
    confirm({
      title: t('rotateTitle'),
      hint: t(signed ? 'rotateHint' : 'signHint'),
      yes: t('rotateYes'),
      act: async () => {
        const fresh = await unwrap(
          api(account).POST('/webhook_endpoints/{endpoint_id}/reset_secret', path),
        );
        await refreshWebhooks(account);
        setSecret({ secret: fresh.secret, until: fresh.former_signs_until });
      },
    });
  return (
    <>
      <Button busy={testing} onClick={() => void sendTest()}>
        {t('test')}
      </Button>
      <Button
        look={state === 'paused' ? 'primary' : 'plain'}
        busy={busy}
        onClick={() => void turn(state === 'paused' ? 'resume' : 'pause')}
      >
        {t(state === 'paused' ? 'resume' : 'pause')}
      </Button>
      <Menu
        trigger={
          <IconButton label={t('more')}>
            <MoreHorizontal aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        <MenuItem onSelect={onReplay}>{t('replay')}</MenuItem>
        <MenuItem onSelect={rotate}>{t(signed ? 'rotate' : 'sign')}</MenuItem>
      </Menu>
      <SecretDialog shown={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}

function Facts({ account, endpoint }: { account: number; endpoint: Endpoint }) {
  const t = useWebhookTexts();
  const { id, ordering, held_until, signed, former_signs_until: until } = endpoint;
  const path = endpointPath(id);
  const { run: order } = useAction(async (next: Endpoint['ordering']) => {
    await unwrap(
      api(account).PATCH('/webhook_endpoints/{endpoint_id}', { ...path, body: { ordering: next } }),
    );
    await refreshWebhooks(account);
  });
  const { busy, run: revoke } = useAction(async () => {
    await unwrap(api(account).DELETE('/webhook_endpoints/{endpoint_id}/previous_secret', path));
    await refreshWebhooks(account);
  });
  return (
    <Section title={t('state')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="space-y-3 text-sm">
          <EndpointState endpoint={endpoint} />
          {endpoint.state === 'paused' ? <p className="text-ink-soft">{t('pausedHint')}</p> : null}
          {held_until === null ? null : (
            <p className="text-ink-soft">
              {t('heldUntil', { time: momentOf(new Date(held_until)) })}
            </p>
          )}
          <p className="text-ink-soft">{t(signed ? 'signed' : 'unsigned')}</p>
          {until === null ? null : (
            <div className="flex flex-wrap items-center gap-2">
              <p className="text-ink-soft">
                {t('twoSecrets', { time: momentOf(new Date(until)) })}
              </p>
              <Button busy={busy} onClick={() => void revoke()}>
                {t('revoke')}
              </Button>
            </div>
          )}
        </div>
        <Select
          label={t('ordering')}
          hint={t(`orderingHints.${ordering}`)}
          options={(['lane', 'strict'] as const).map((value) => ({
            value,
            label: t(`orderings.${value}`),
          }))}
          value={ordering}
          onChange={(next) => void order(next)}
        />
      </div>
    </Section>
  );
}
