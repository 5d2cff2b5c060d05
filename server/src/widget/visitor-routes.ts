import { Type } from 'typebox';
import { throttle } from '../auth/throttles.ts';
import { visitorToken } from '../auth/visitor-token.ts';
import { RawContact } from '../contacts/shapes.ts';
import { clientAddress } from '../http/client-address.ts';
import { JsonText } from '../http/json.ts';
import { read, write, type Route } from '../http/route.ts';
import { FreeObject, Line, Nullable } from '../http/schema.ts';
import { changeOwn, removeAttributes, setUser } from './contacts.ts';
import { listMembers, showContactRow, showKnown, showKnownWithIdentifier } from './queries.ts';
import { endSession, newVisitor } from './sessions.ts';
import { showSettings } from './settings.ts';
import { WebsiteSettings } from './settings-shapes.ts';
import { ChangedVisitor, NamedVisitor, Visitor, WebsiteMembers } from './shapes.ts';

const tag = 'Website widget';
const path = '/api/v1/widget';

const line = (description: string, example: string) =>
  Type.Optional(Nullable(Line({ description, examples: [example] })));
const object = (description: string) =>
  Type.Optional(Nullable(FreeObject({ description, examples: [{ plan: 'pro' }] })));

const said = {
  identifier: line('Who they are in your own system.', 'cus_4711'),
  identifier_hash: line('Proof: hex HMAC-SHA256 of `identifier`, key `hmac_token`.', '5f1c'),
  name: line('Name.', 'Mia Park'),
  email: line('E-mail address; what is none is left out.', 'mia@example.com'),
  phone_number: line('In E.164 form; what is none is left out.', '+14155550123'),
  avatar_url: Type.Optional(
    Nullable(Type.String({ description: 'Address of a picture.', maxLength: 2048 })),
  ),
  custom_attributes: object('Custom attributes, added to those there are.'),
  additional_attributes: object('Further facts, added to those there are.'),
};

const claims =
  'Who names the identifier or an address of a known contact counts as that contact for the team. Without a proof they are shown their own words alone, and change nothing of the contact.';
const errors = { 401: 'HMAC failed: Invalid Identifier Hash Provided' };

export const visitorRoutes: Route[] = [
  write({
    method: 'POST',
    path: `${path}/config`,
    access: ['website'],
    operation: 'getWebsiteSettings',
    summary: 'Show the window of a website, and let its visitor in',
    description: 'Without a token, or with one that is no good any more, the visitor is a new one.',
    tag,
    secret: true,
    output: WebsiteSettings,
    prepare: async ({ platform, request }) => {
      if (request.visitor === undefined) {
        await throttle(platform, { widget_visitors_address: clientAddress(request) });
      }
    },
    handle: async ({ tx, website, platform, request, reply }) => {
      void reply.header('cache-control', 'no-store');
      const visitor = request.visitor ?? (await newVisitor(tx, website));
      const { bot: _bot, ...settings } = await showSettings(tx, platform, { website, visitor });
      return settings;
    },
  }),
  read({
    method: 'GET',
    path: `${path}/inbox_members`,
    access: ['website'],
    operation: 'listWebsiteMembers',
    summary: 'List who answers on a website',
    tag,
    output: WebsiteMembers,
    handle: async ({ db, website }) => listMembers(db, website),
  }),
  read({
    method: 'GET',
    path: `${path}/campaigns`,
    access: ['website'],
    operation: 'listWebsiteCampaigns',
    summary: 'List the campaigns of a website',
    description: 'There are none.',
    tag,
    output: Type.Array(Type.Object({}), { maxItems: 0, examples: [[]] }),
    handle: async () => new JsonText('[]'),
  }),
  read({
    method: 'GET',
    path: `${path}/contact`,
    access: ['visitor'],
    operation: 'getVisitor',
    summary: 'Show what is known of a visitor',
    tag,
    output: Visitor,
    handle: async ({ db, visitor }) => showKnownWithIdentifier(db, visitor),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: `${path}/contact`,
    access: ['visitor'],
    operation: 'updateVisitor',
    summary: 'Take over what a visitor says about themself',
    description: claims,
    tag,
    input: Type.Object(said),
    output: ChangedVisitor,
    examples: { request: { name: 'Mia Park', custom_attributes: { plan: 'pro' } } },
    errors,
    prepare: async ({ platform, request }) => {
      await throttle(platform, { widget_contacts_address: clientAddress(request) });
    },
    handle: async ({ tx, website, visitor, input, platform }) => {
      const { vault } = platform;
      await changeOwn(tx, { vault, website, visitor, said: input });
      return showKnown(tx, visitor);
    },
  }),
  write({
    method: 'PATCH',
    path: `${path}/contact/set_user`,
    access: ['visitor'],
    operation: 'setVisitor',
    summary: 'Take over who the website says its visitor is',
    description: `Whoever is called otherwise already gets a session of their own. ${claims}`,
    tag,
    secret: true,
    input: Type.Object(said),
    output: NamedVisitor,
    examples: { request: { identifier: 'cus_4711', name: 'Mia Park' } },
    errors,
    handle: async ({ tx, website, visitor, input, platform, reply }) => {
      void reply.header('cache-control', 'no-store');
      const { vault } = platform;
      const session = await setUser(tx, { vault, website, visitor, said: input });
      const known = await showKnown(tx, session);
      if (session === visitor) return known;
      const token = { widget_auth_token: visitorToken(vault, session) };
      return { ...(JSON.parse(known.text) as object), ...token };
    },
  }),
  write({
    method: 'POST',
    path: `${path}/contact/destroy_custom_attributes`,
    access: ['visitor'],
    operation: 'removeVisitorAttributes',
    summary: 'Take custom attributes of a visitor away',
    tag,
    input: Type.Object({
      custom_attributes: Type.Optional(
        Type.Array(Type.String(), { description: 'Their names.', examples: [['plan']] }),
      ),
    }),
    output: RawContact,
    examples: { request: { custom_attributes: ['plan'] } },
    handle: async ({ tx, visitor, input }) => {
      await removeAttributes(tx, visitor, input.custom_attributes ?? []);
      return showContactRow(tx, visitor);
    },
  }),
  write({
    method: 'DELETE',
    path: `${path}/session`,
    access: ['visitor'],
    operation: 'endVisitorSession',
    summary: 'End the session of a visitor',
    description: 'Its token is nobody’s from then on. What was said stays with the team.',
    tag,
    secret: true,
    status: 204,
    handle: async ({ tx, visitor }) => endSession(tx, visitor),
  }),
];
