import { audit, differences } from '../audit/audit.ts';
import { touchCache } from '../accounts/cache-keys.ts';
import type { Actor } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import { setAvatar } from '../avatars/avatars.ts';
import type { Tx } from '../db/pool.ts';
import { invalidFields } from '../errors.ts';
import { emit } from '../events/emit.ts';
import type { Changes } from '../events/events.ts';
import { performerOf } from '../events/performer.ts';
import { SECRETS, type ChannelType } from './channels.ts';
import { readHours } from './hours.ts';
import { createInbox } from './inboxes.ts';
import { leaveRoomForInbox } from './limit.ts';
import { inboxFacts } from './present.ts';
import { findInbox, lockInbox, saveHours, SETTINGS, updateInboxRow, type Inbox, type InboxSettings } from './queries.ts'; // prettier-ignore
import {
  autoAssignmentConfig,
  changedChannel,
  channelTypeOf,
  csatConfig,
  isTimeZone,
} from './rules.ts';
import type { ChannelInput, InboxInput } from './schema.ts';
import { openSecrets, sealSecrets, type InboxSecrets } from './secrets.ts';

type Keys = { vault: Vault };
type NewInput = InboxInput & { channel?: ChannelInput & { type?: unknown } };

/** Makes an inbox as an administrator wants it. Throws 422, and 402 when the account is full. */
export async function openInbox(
  tx: Tx,
  { vault }: Keys,
  { actor, input }: { actor: Actor; input: NewInput },
): Promise<Inbox> {
  const { type, ...given } = input.channel ?? {};
  const channel_type = channelTypeOf(type);
  const { channel, secrets } = changedParts(vault, unmade(channel_type), given);
  const settings = readSettings(input);
  if (settings.name === undefined) throw invalidFields([['name', "can't be blank"]]);
  const { account_id } = actor;
  await leaveRoomForInbox(tx, account_id);
  const { id } = await createInbox(tx, { account_id, name: settings.name, channel_type, channel });
  const made = await lockInbox(tx, actor, id);
  await updateInboxRow(tx, { ...made, ...settings, secrets });
  await setAvatar(tx, { account_id, inbox_id: id }, input.avatar);
  const inbox = await findInbox(tx, actor, id);
  await audit(tx, actor, { type: 'Inbox', id, action: 'create', changes: auditable(inbox) });
  await tell(tx, actor, { name: 'inbox.created', inbox });
  return inbox;
}

/** What a channel is before anything was said of it. */
export const unmade = (channel_type: ChannelType) => ({ channel_type, channel: {}, secrets: null });

/** Changes what the request names. Throws 404 and 422. */
export async function changeInbox(
  tx: Tx,
  { vault }: Keys,
  { actor, id, input }: { actor: Actor; id: unknown; input: InboxInput },
): Promise<Inbox> {
  const before = await lockInbox(tx, actor, id);
  await updateInboxRow(tx, { ...before, ...readSettings(input), ...changedParts(vault, before, input.channel) }); // prettier-ignore
  if (input.working_hours !== undefined) {
    await saveHours(tx, before, readHours(listOf(input.working_hours)));
  }
  await setAvatar(tx, { account_id: before.account_id, inbox_id: before.id }, input.avatar);
  const inbox = await findInbox(tx, actor, before.id);
  const facts = [...SETTINGS, 'channel', 'working_hours', 'avatar_url'] as const;
  const changes: Changes = differences(shown(before), shown(inbox), facts);
  if (changedSecrets(vault, before, inbox)) changes['password'] = ['', ''];
  if (Object.keys(changes).length === 0) return inbox;
  await audit(tx, actor, { type: 'Inbox', id: inbox.id, action: 'update', changes });
  await tell(tx, actor, { name: 'inbox.updated', inbox, changes: withoutSecrets(changes) });
  return inbox;
}

/** The channel and the secrets of the inbox after a request has changed them. Throws 422. */
export function changedParts(
  vault: Vault,
  before: Pick<Inbox, 'channel_type' | 'channel' | 'secrets'>,
  given: ChannelInput | undefined,
): Pick<Inbox, 'channel' | 'secrets'> {
  if (given === undefined) return { channel: before.channel, secrets: before.secrets };
  const secrets = { ...openSecrets(vault, before.secrets), ...secretsIn(given) };
  return {
    channel: changedChannel(before.channel_type, before.channel, given),
    secrets: sealSecrets(vault, secrets),
  };
}

const secretsIn = (given: ChannelInput): InboxSecrets =>
  Object.fromEntries(
    SECRETS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );

const changedSecrets = (vault: Vault, before: Inbox, after: Inbox): boolean =>
  JSON.stringify(openSecrets(vault, before.secrets)) !==
  JSON.stringify(openSecrets(vault, after.secrets));

const plain = SETTINGS.filter(
  (name) => !['name', 'csat_config', 'auto_assignment_config'].includes(name),
);

function readSettings(input: InboxInput): Partial<InboxSettings> {
  const { name, timezone, sender_name_type, csat_config, auto_assignment_config } = input;
  if (name !== undefined && name.trim() === '') throw invalidFields([['name', "can't be blank"]]);
  if (timezone !== undefined && !isTimeZone(timezone)) {
    throw invalidFields([['timezone', 'is not included in the list']]);
  }
  if (sender_name_type !== undefined && !/^(friendly|professional)$/.test(sender_name_type)) {
    throw invalidFields([['sender_name_type', 'is not included in the list']]);
  }
  const given = plain.filter((each) => input[each] !== undefined);
  return {
    ...Object.fromEntries(given.map((each) => [each, input[each]])),
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(csat_config === undefined ? {} : { csat_config: csatConfig(csat_config) }),
    ...(auto_assignment_config === undefined
      ? {}
      : { auto_assignment_config: autoAssignmentConfig(auto_assignment_config) }),
  };
}

function listOf(given: unknown): unknown[] {
  if (Array.isArray(given)) return given;
  return typeof given === 'object' && given !== null ? Object.values(given) : [];
}

/** Without the part of its address that nobody may guess. */
function shown(inbox: Inbox): Inbox {
  const { forward_key: _forward, ...channel } = inbox.channel;
  return { ...inbox, channel };
}

const auditable = (inbox: Inbox): Record<string, unknown> => ({
  ...Object.fromEntries(SETTINGS.map((name) => [name, inbox[name]])),
  channel_type: inbox.channel_type,
});

const withoutSecrets = ({ password: _password, ...changes }: Changes): Changes => changes;

interface News {
  name: 'inbox.created' | 'inbox.updated';
  inbox: Inbox;
  changes?: Changes;
}

async function tell(tx: Tx, actor: Actor, { name, inbox, changes }: News): Promise<void> {
  const { account_id } = actor;
  const payload = {
    data: inboxFacts(inbox),
    performer: performerOf(actor),
    ...(changes === undefined ? {} : { changes }),
  };
  await emit(tx, [{ account_id, name, conversation_id: null, payload }]);
  await touchCache(tx, account_id, 'inbox');
}
