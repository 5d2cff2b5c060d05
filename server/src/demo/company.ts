import { createAccount } from '../accounts/accounts.ts';
import { connectBot, createAgentBot } from '../agent-bots/agent-bots.ts';
import { createUser } from '../agents/agents.ts';
import type { BotActor, UserActor } from '../auth/actor.ts';
import { randomToken } from '../auth/secrets.ts';
import type { Vault } from '../auth/vault.ts';
import { createContact } from '../contacts/contacts.ts';
import type { Tx } from '../db/pool.ts';
import { addInboxMembers, createInbox } from '../inboxes/inboxes.ts';
import { createTeam } from '../teams/teams.ts';
import {
  agents,
  bot,
  customAttributes,
  inboxes,
  labels,
  teams,
  type AgentName,
  type InboxName,
  type TeamName,
} from './cast.ts';
import { customers, type ContactName } from './contacts.ts';
import {
  describeContact,
  equipInbox,
  freeDomain,
  insertDefinition,
  insertLabels,
} from './queries.ts';

/** The demo's shop with everybody in it, before the first customer has written. */
export interface Company {
  account_id: number;
  actors: Record<AgentName, UserActor> & { pip: BotActor };
  inboxes: Record<InboxName, number>;
  teams: Record<TeamName, number>;
  contacts: Record<ContactName, number>;
  /** Of the administrator. */
  login: { email: string; password: string; api_access_token: string };
}

export async function createCompany(tx: Tx, vault: Vault): Promise<Company> {
  const { number, domain } = await freeDomain(tx);
  const { id } = await createAccount(tx, { name: number === 1 ? 'Acme' : `Acme ${number}` });
  const { people, login } = await hire(tx, vault, { account_id: id, domain });
  const pip = await createAgentBot(tx, vault, { account_id: id, ...bot });
  const offices = await openInboxes(tx, id, { people, domain });
  await connectBot(tx, { account_id: id, inbox_id: offices.website, agent_bot_id: pip.id });
  await addWords(tx, id);
  return {
    account_id: id,
    actors: { ...people, pip: { type: 'AgentBot', id: pip.id, account_id: id, name: pip.name } },
    inboxes: offices,
    teams: await formTeams(tx, id, people),
    contacts: await meetContacts(tx, id),
    login,
  };
}

type People = Record<AgentName, UserActor>;

const keysOf = <K extends string>(record: Record<K, unknown>): K[] => Object.keys(record) as K[];

async function hire(
  tx: Tx,
  vault: Vault,
  { account_id, domain }: { account_id: number; domain: string },
): Promise<{ people: People; login: Company['login'] }> {
  const people: Partial<People> = {};
  let login: Company['login'] | undefined;
  for (const key of keysOf(agents)) {
    const { name, role } = agents[key];
    const [email, password] = [`${key}@${domain}`, strongPassword()];
    const user = await createUser(tx, vault, { account_id, name, email, password, role });
    people[key] = { type: 'User', id: user.id, account_id, name, role };
    login ??= { email, password, api_access_token: user.access_token };
  }
  return { people: people as People, login: login as Company['login'] };
}

/** 117 random bits in four groups, with each kind of character that clients ask for. */
function strongPassword(): string {
  const text = randomToken().slice(0, 20);
  const complete = [/[A-Z]/, /[a-z]/, /\d/].every((kind) => kind.test(text));
  return complete ? (text.match(/.{5}/g) ?? []).join('-') : strongPassword();
}

async function openInboxes(
  tx: Tx,
  account_id: number,
  { people, domain }: { people: People; domain: string },
): Promise<Company['inboxes']> {
  const opened: Partial<Company['inboxes']> = {};
  for (const key of keysOf(inboxes)) {
    const { id } = await createInbox(tx, { account_id, ...inboxes[key] });
    opened[key] = id;
    const members = keysOf(agents).filter((name) =>
      (agents[name].inboxes as readonly InboxName[]).includes(key),
    );
    const user_ids = members.map((name) => people[name].id);
    await addInboxMembers(tx, { account_id, inbox_id: id, user_ids });
  }
  const { app, website, mail } = opened as Company['inboxes'];
  const site = { website_url: `https://${domain}`, widget_color: '#1f93ff' };
  const greeting = 'Welcome to Acme! How can we help you?';
  await equipInbox(tx, { account_id, id: website }, { channel: site, greeting, csat: true });
  const survey = { message: 'How did we do?', display_type: 'star' };
  await equipInbox(tx, { account_id, id: app }, { csat: true, survey });
  await equipInbox(tx, { account_id, id: mail }, { channel: { email: `help@${domain}` } });
  return opened as Company['inboxes'];
}

async function formTeams(tx: Tx, account_id: number, people: People): Promise<Company['teams']> {
  const formed: Partial<Company['teams']> = {};
  for (const key of keysOf(teams)) {
    const { members, ...team } = teams[key];
    const user_ids = members.map((name) => people[name].id);
    formed[key] = (await createTeam(tx, { account_id, ...team, user_ids })).id;
  }
  return formed as Company['teams'];
}

async function meetContacts(tx: Tx, account_id: number): Promise<Company['contacts']> {
  const met: Partial<Company['contacts']> = {};
  for (const key of keysOf(customers)) {
    const { name, email, phone, city, country, company, tier, since, newsletter } = customers[key];
    const { id } = await createContact(tx, { account_id, name, email, phone_number: phone });
    met[key] = id;
    const additional = given({ city, country, company_name: company });
    const custom = given({ tier, customer_since: since, newsletter });
    await describeContact(tx, { account_id, id }, { additional, custom });
  }
  return met as Company['contacts'];
}

const given = (record: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

async function addWords(tx: Tx, account_id: number): Promise<void> {
  const rows = Object.entries(labels).map(
    ([title, [color, text]]) => [title, color, text] as const,
  );
  await insertLabels(tx, account_id, rows);
  for (const [model, key, name, type, values = []] of customAttributes) {
    await insertDefinition(tx, account_id, { model, key, name, type, values });
  }
}
