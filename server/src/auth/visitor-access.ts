import type { FastifyRequest } from 'fastify';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unauthorized } from '../errors.ts';
import type { Access } from '../http/route.ts';
import type { Platform } from '../platform.ts';
import type { ContactActor, Website } from './actor.ts';
import { header } from './session-headers.ts';
import { readVisitorToken, type VisitorClaims } from './visitor-token.ts';
import type { Vault } from './vault.ts';

interface Found extends Website {
  status: string;
  /** Null when the token is nobody's here. */
  visitor: ContactActor | null;
}

// The website and who visits it, in one statement. The token counts in the inbox that it names alone.
const find = `
  select i.account_id, i.id, i.name, i.identifier, i.secrets, a.status,
    coalesce(i.channel ->> 'hmac_mandatory', 'false') = 'true' as hmac_mandatory,
    coalesce(i.channel -> 'selected_feature_flags', '["attachments","emoji_picker","end_conversation"]') as features,
    i.channel ->> 'allowed_domains' as allowed_domains,
    case when k.id is not null then json_build_object('type', 'Contact', 'id', k.id,
      'account_id', k.account_id, 'name', k.name, 'inbox_id', i.id, 'contact_inbox_id', ci.id,
      'source_id', ci.source_id, 'hmac_verified', ci.hmac_verified) end as visitor
  from inboxes i
  join accounts a on a.id = i.account_id and a.deleted_at is null
  left join contact_inboxes ci on ci.account_id = i.account_id and ci.inbox_id = i.id
    and i.id = $2 and ci.source_id = $3 and ci.revoked_at is null
  left join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id and k.deleted_at is null
  where i.identifier = $1 and i.channel_type = 'Channel::WebWidget' and i.deleted_at is null`;

type Bag = Record<string, unknown> | undefined;

const given = (bag: unknown, name: string): string | undefined => {
  const value = (bag as Bag)?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const parameter = ({ query, body }: FastifyRequest, name: string): string | undefined =>
  given(query, name) ?? given(body, name);

/** Whose token it is: the header's, or the one that stands in an address or body (contract: customer §3.2). */
function claimsOf(vault: Vault, request: FastifyRequest): VisitorClaims | undefined {
  const token = header(request, 'x-auth-token') ?? parameter(request, 'cw_conversation');
  return token === undefined ? undefined : readVisitorToken(vault, token);
}

/**
 * Whether the body, not read so far, may have to say which website it is. Files are taken in while it is
 * read, so that who sends some shows a good token first.
 */
export function mayNameLater(vault: Vault, request: FastifyRequest): boolean {
  if (given(request.query, 'website_token') !== undefined || request.method === 'GET') return false;
  const bringsFiles = /^multipart\//i.test(request.headers['content-type'] ?? '');
  return !bringsFiles || claimsOf(vault, request) !== undefined;
}

/**
 * Notes on the request which website it names, and who visits it. Throws, in this order, 404 for no such
 * website, 401 when its account is suspended, and 404 for nobody where somebody is needed
 * (contract: customer §3.3).
 */
export async function admitVisitor(
  { pool, vault }: Pick<Platform, 'pool' | 'vault'>,
  request: FastifyRequest,
  access: readonly Access[],
): Promise<void> {
  const found = await look(pool, parameter(request, 'website_token'), claimsOf(vault, request));
  if (found === undefined) throw notFound();
  const { status, visitor, ...website } = found;
  if (status === 'suspended') throw unauthorized('Account is suspended');
  if (visitor === null && access.includes('visitor')) throw notFound();
  request.website = website;
  if (visitor !== null) request.visitor = visitor;
}

async function look(
  db: Db,
  websiteToken: string | undefined,
  claims: VisitorClaims | undefined,
): Promise<Found | undefined> {
  // A text with a null byte is none that PostgreSQL could hold.
  if (websiteToken === undefined || websiteToken.includes('\0')) return undefined;
  return row<Found & Record<string, unknown>>(db, find, [
    websiteToken.toWellFormed(),
    claims?.inbox_id ?? null,
    claims?.source_id ?? null,
  ]);
}
