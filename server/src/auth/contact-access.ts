import type { FastifyRequest } from 'fastify';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unauthorized } from '../errors.ts';
import type { ContactActor } from './actor.ts';

// Both parts at once: whoever knows only one of them learns nothing about the other.
const find = `
  select 'Contact' as type, k.id, i.account_id, k.name, i.id as inbox_id, ci.id as contact_inbox_id,
         ci.source_id, ci.hmac_verified, a.status
  from inboxes i
  join accounts a on a.id = i.account_id and a.deleted_at is null
  join contact_inboxes ci on ci.account_id = i.account_id and ci.inbox_id = i.id and ci.source_id = $2
  join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
    and k.deleted_at is null
  where i.identifier = $1 and i.channel_type = 'Channel::Api' and i.deleted_at is null`;

/**
 * The customer whose source id stands in the path, behind the identifier of their inbox. Throws 404
 * when there is none, and 401 when the account is suspended.
 */
export async function authenticateContact(db: Db, request: FastifyRequest): Promise<ContactActor> {
  const { inbox_identifier, source_id } = request.params as Record<string, string>;
  const texts = [inbox_identifier, source_id].map((text) => text?.toWellFormed() ?? '');
  // A text with a null byte is none that PostgreSQL could hold.
  if (texts.some((text) => text.includes('\0'))) throw notFound();
  const found = await row<ContactActor & { status: string }>(db, find, texts);
  if (found === undefined) throw notFound();
  const { status, ...visitor } = found;
  if (status === 'suspended') throw unauthorized('Account is suspended');
  return visitor;
}
