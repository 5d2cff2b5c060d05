import assert from 'node:assert/strict';
import { lifetimes, signLink } from '../../src/auth/links.ts';

import { findPerson, passwordProof } from '../../src/auth/people.ts';
import { unsubscribeUrl } from '../../src/notifications/unsubscribe.ts';
import { sql } from '../inside.ts';
import { identifierOf, visitorOf } from '../visitor.ts';
import type { Caller, World } from '../world.ts';
import type { Verdict } from './cells.ts';

/** A request with what opens a route, or with what only looks like it. */
export interface Door {
  name: string;
  verdict: Verdict;
  /** What fills the parameter of the path. */
  part?: string;
  headers?: Record<string, string>;
  body?: object;
}

export const FOREIGN = 'mkforeign';
const blob = { filename: `${FOREIGN}.txt`, byte_size: 2, checksum: 'mZFLkyvTelC5g8XnyQrpOw==', content_type: 'text/plain' }; // prettier-ignore

/** The path that ends an address of ours. */
const lastPart = (url: string): string => new URL(url, 'http://localhost').pathname.split('/').at(-1) ?? ''; // prettier-ignore

// Not the last letter: some of its bits may mean nothing.
const turned = (token: string): string => `${token.slice(0, -3)}${token.at(-3) === 'a' ? 'b' : 'a'}${token.slice(-2)}`; // prettier-ignore

async function uploaded(world: World): Promise<{ file: string; pending: string }> {
  const { id } = await world.conversation();
  const announce = async (): Promise<{ signed_id: string; part: string }> => {
    const { body, status, text } = await world.ada.post(`/conversations/${id}/direct_uploads`, { blob }); // prettier-ignore
    assert.equal(status, 200, text);
    return { signed_id: body.signed_id, part: lastPart(body.direct_upload.url) };
  };
  const taken = await announce();
  const url = `/rails/active_storage/disk/${taken.part}`;
  const put = await world.app.inject({ method: 'PUT', url, headers: { 'content-type': 'text/plain' }, payload: '{}' }); // prettier-ignore
  assert.equal(put.statusCode, 204, put.body);
  const sent = await world.ada.post(`/conversations/${id}/messages`, { attachments: [taken.signed_id] }); // prettier-ignore
  const { pathname } = new URL(sent.body.attachments[0].data_url, 'http://localhost');
  return { file: pathname.split('/').at(-2) ?? '', pending: (await announce()).part };
}

async function surveysOf(world: World): Promise<{ own: string; other: string; none: string }> {
  const uuid = async (id: number, account: number): Promise<string> => {
    const [found] = await sql<{ uuid: string }>(world, 'select uuid from conversations where display_id = $1 and account_id = $2', [id, account]); // prettier-ignore
    return found?.uuid ?? '';
  };
  const { id } = await world.conversation();
  const theirs = await world.gil.post('/conversations', {
    inbox_id: world.globex.inbox.id,
    contact_id: world.globex.contact.id,
  });
  for (const [account, conversation] of [[world.acme.id, id], [world.globex.id, theirs.body.id]]) {
    await sql(world, `insert into messages (account_id, conversation_id, inbox_id, message_type, content_type, content)
      select account_id, id, inbox_id, 3, 9, 'Rate us' from conversations where account_id = $1 and display_id = $2`, [account, conversation]);
  } // prettier-ignore
  return {
    own: await uuid(id, world.acme.id),
    other: await uuid(theirs.body.id, world.globex.id),
    none: await uuid((await world.conversation()).id, world.acme.id),
  };
}

const links = async (world: World, person: Caller) => {
  const { vault } = world.platform;
  const known = await findPerson(world.pool, person.id);
  assert.ok(known);
  const claim = { purpose: 'password', user_id: person.id, proof: passwordProof(known) } as const;
  const confirmation = { purpose: 'confirmation', user_id: person.id, proof: person.email } as const;
  return {
    password: signLink(vault, claim, lifetimes.reset),
    late: signLink(vault, claim, -1),
    void: signLink(vault, { ...claim, proof: 'another' }, lifetimes.reset),
    confirmation: signLink(vault, confirmation, lifetimes.confirmation),
  };
}; // prettier-ignore

/** For every route that something in the request opens: what does, and what does not. */
export async function furnishDoors(world: World): Promise<Record<string, Door[]>> {
  const { acme, ada, ben, globex, platform } = world;
  const identifier = await identifierOf(world, acme.support);
  const visitor = await visitorOf(world, { source: 'known-source' });
  const files = await uploaded(world);
  const surveys = await surveysOf(world);
  const sign = await links(world, ben);
  const frame = await ada.post('/dashboard_apps', { title: 'App', content: [{ type: 'frame', url: 'https://app.example.com' }] });
  const framed = lastPart((await ada.get(`/dashboard_apps/${frame.body.id}/frame`)).body.url);
  const stop = lastPart(unsubscribeUrl(platform, { account_id: acme.id, user_id: ben.id }));
  const signedIn = await world.app.inject({ method: 'POST', url: '/auth/sign_in', payload: { email: ben.email, password: 'Password1!' } });
  const { 'access-token': secret, client, uid } = signedIn.headers as Record<string, string>;
  const session = { 'access-token': String(secret), client: String(client), uid: String(uid) };

  const door = (name: string, verdict: Verdict, part: string): Door => ({ name, verdict, part });
  const tokens = (good: string, bad: Verdict, others: Record<string, string>): Door[] => [
    door('good', 'admitted', good),
    ...Object.entries({ turned: turned(good), short: good.slice(0, -2), unknown: 'nothing', ...others }).map(([name, part]) => door(name, bad, part)),
  ];
  const sessions = (bad: Verdict): Door[] => [
    { name: 'a session', verdict: 'admitted', headers: session },
    { name: 'none', verdict: bad },
    { name: 'under another name', verdict: bad, headers: { ...session, uid: ada.email } },
    { name: 'of another client', verdict: bad, headers: { ...session, client: 'x' } },
    { name: 'a token', verdict: bad, headers: { ...session, 'access-token': ben.token } },
  ];
  const password = { password: 'Other-pass-2', password_confirmation: 'Other-pass-2' };
  const reset = (name: string, verdict: Verdict, reset_password_token: string): Door => ({ name, verdict, body: { ...password, reset_password_token } });
  const resets = [
    reset('good', 'admitted', sign.password),
    ...Object.entries({ turned: turned(sign.password), late: sign.late, void: sign.void, 'of another kind': sign.confirmation, 'of a mail': stop, none: '' }).map(([name, token]) => reset(name, 422, token)),
  ];
  const rate = { message: { submitted_values: { csat_survey_response: { rating: 5 } } } };
  const rated = tokens(surveys.own, 'hidden', { 'without a survey': surveys.none, number: '1', pattern: '%25' }).map((each) => ({ ...each, body: rate }));
  const inboxes = { website: '', 'by its number': String(acme.support.id), elsewhere: 'nowhere', capitals: identifier.toUpperCase() };
  const inbox = tokens(identifier, 'hidden', { ...inboxes, website: await identifierOf(world, acme.website) });
  const joins = inbox.flatMap((each): Door[] => [
    { ...each, body: { name: 'New' } },
    { ...each, name: `${each.name}, with a known source`, body: { source_id: visitor.source } },
    { ...each, name: `${each.name}, as somebody known`, body: { email: 'noah@example.com' } },
    { ...each, name: `${each.name}, as a customer of elsewhere`, body: { email: 'otto@example.com', source_id: String(globex.contact.id) } },
  ]);
  const blobs = tokens(files.file, 'hidden', { pending: files.pending, signed: framed });
  return {
    'POST /auth/confirmation': [{ name: 'of another kind', verdict: 422, body: { confirmation_token: sign.password } }, { name: 'done already', verdict: 422, body: { confirmation_token: sign.confirmation } }, { name: 'none', verdict: 422, body: {} }],
    'POST /auth/password': [{ name: 'known', verdict: 'admitted', body: { email: ben.email } }, { name: 'unknown', verdict: 'admitted', body: { email: 'nobody@example.com' } }],
    'PUT /auth/password': resets,
    'PATCH /auth/password': resets,
    'GET /auth/validate_token': sessions('refused'),
    'DELETE /auth/sign_out': sessions('hidden'),
    'GET /public/api/v1/csat_survey/{uuid}': rated,
    'PUT /public/api/v1/csat_survey/{uuid}': rated,
    'PATCH /public/api/v1/csat_survey/{uuid}': rated,
    'GET /public/api/v1/notification_mails/{token}': [door('anything', 'admitted', stop), door('nothing', 'nothing', 'nothing')],
    'POST /public/api/v1/notification_mails/{token}': tokens(stop, 'hidden', { 'of an app': framed, 'of a password': sign.password }),
    'GET /public/api/v1/inboxes/{inbox_identifier}': inbox,
    'POST /public/api/v1/inboxes/{inbox_identifier}/contacts': joins,
    'GET /rails/active_storage/blobs/redirect/{token}/{filename}': blobs,
    'GET /rails/active_storage/representations/redirect/{token}/250/{filename}': blobs.map((each) => ({ ...each, verdict: each.verdict === 'admitted' ? 'hidden' : each.verdict })),
    'PUT /rails/active_storage/disk/{token}': tokens(files.pending, 'hidden', { 'of the file': files.file, 'of an app': framed }),
    'GET /survey/responses/{uuid}': [door('anything', 'admitted', surveys.own), door('nothing', 'nothing', 'nothing')],
    'GET /dashboard_apps/{signed}': tokens(framed, 'hidden', { 'of a mail': stop, 'of a password': sign.password }),
  };
} // prettier-ignore
