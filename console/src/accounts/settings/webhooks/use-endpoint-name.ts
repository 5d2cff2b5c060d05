import { useQuery } from '@tanstack/react-query';
import { botsQuery, inboxesQuery } from '../../account-data.ts';
import { useWebhookTexts } from './texts.ts';
import { webhooksQuery, type Endpoint } from './webhook-data.ts';

/** What an address is called: like the webhook, the inbox or the bot that it belongs to. */
export function useEndpointName(account: number): (endpoint: Endpoint) => string {
  const t = useWebhookTexts();
  const webhooks = useQuery(webhooksQuery(account)).data;
  const inboxes = useQuery(inboxesQuery(account)).data;
  const bots = useQuery(botsQuery(account)).data;
  return ({ id, url, webhook_id, inbox_id, agent_bot_id }) =>
    webhooks?.find((each) => each.id === webhook_id)?.name ??
    inboxes?.find((each) => each.id === inbox_id)?.name ??
    bots?.find((each) => each.id === agent_bot_id)?.name ??
    url ??
    t('address', { id });
}
