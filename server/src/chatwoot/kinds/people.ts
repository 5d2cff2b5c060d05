import { rows } from '../../db/query.ts';
import type { Vault } from '../../auth/vault.ts';
import { Skipped } from '../conversion.ts';
import type { Kind } from '../kind.ts';
import {
  isBcrypt,
  line,
  localeOf,
  named,
  nameOf,
  numberOf,
  objectOf,
  textOf,
  truth,
  type Row,
} from '../rules.ts';

const SETTINGS = [
  'auto_resolve_after',
  'auto_resolve_message',
  'auto_resolve_ignore_waiting',
  'auto_resolve_label',
];

export const accounts: Kind = {
  name: 'accounts',
  table: 'accounts',
  hasId: true,
  columns: ['name', 'locale', 'status', 'created_at', 'updated_at'],
  optional: ['domain', 'support_email', 'settings', 'custom_attributes', 'auto_resolve_duration'],
  account: 't.id',
  convert: (row, on) => ({
    name: nameOf(row, 'name', 'Account'),
    locale: localeOf(row['locale']),
    status: named(['active', 'suspended'], row['status']) ?? 'active',
    domain: line(row['domain']),
    support_email: line(row['support_email']),
    settings: JSON.stringify(settingsOf(row)),
    custom_attributes: on.object(row['custom_attributes'], 'custom_attributes'),
    ...on.stamps(row),
  }),
};

/** What steers conversations; older versions kept the days until they resolve in a column. */
function settingsOf(row: Row): Record<string, unknown> {
  const stored = objectOf(row['settings']);
  const days = numberOf(row['auto_resolve_duration']);
  const old = days === null || days < 1 ? [] : [['auto_resolve_after', days * 24 * 60] as const];
  const kept = SETTINGS.filter((name) => stored[name] !== undefined && stored[name] !== null);
  return Object.fromEntries([...old, ...kept.map((name) => [name, stored[name]] as const)]);
}

export const users: Kind = {
  name: 'users',
  table: 'users',
  hasId: true,
  columns: ['name', 'email', 'encrypted_password', 'confirmed_at', 'created_at', 'updated_at'],
  optional: [
    'display_name',
    'message_signature',
    'ui_settings',
    'custom_attributes',
    'type',
    'otp_required_for_login',
  ],
  account: 'null::bigint',
  // Who has left an account still signs what they wrote there.
  ofAccounts: (
    list,
  ) => `exists (select from account_users a where a.user_id = t.id and a.account_id = any (${list}))
    or exists (select from messages m where m.sender_type = 'User' and m.sender_id = t.id and m.account_id = any (${list}))`,
  unique: [{ column: 'email', within: [], lowercase: true, second: 'join' }],
  convert(row, on) {
    const email = line(row['email'])?.trim() ?? '';
    if (!/^\S+@\S+$/.test(email)) throw new Skipped('it has no e-mail address');
    const digest = textOf(row['encrypted_password']);
    if (digest !== null && !isBcrypt(digest))
      on.note('its password is in no form that we know: it has to be set anew');
    if (row['type'] === 'SuperAdmin') on.note('a super admin becomes a person like others');
    if (row['otp_required_for_login'] === true) on.note('two-factor sign-in has to be set up anew');
    return {
      name: line(row['name']) ?? email,
      display_name: line(row['display_name']),
      email,
      password_digest: isBcrypt(digest) ? digest : null,
      confirmed_at: on.past(row['confirmed_at'], 'confirmed_at'),
      message_signature: textOf(row['message_signature']),
      ui_settings: on.object(row['ui_settings'], 'ui_settings'),
      custom_attributes: on.object(row['custom_attributes'], 'custom_attributes'),
      ...on.stamps(row),
    };
  },
};

/** Tokens go on working: they are found by their digest here, and kept encrypted. */
export const accessTokens = (vault: Vault): Kind => ({
  name: 'access_tokens',
  table: 'access_tokens',
  hasId: true,
  columns: ['owner_type', 'owner_id', 'token', 'created_at'],
  account: 'null::bigint',
  ofAccounts: (list) => `(t.owner_type = 'User' and exists (select from account_users a
      where a.user_id = t.owner_id and a.account_id = any (${list})))
    or (t.owner_type = 'AgentBot' and exists (select from agent_bots b where b.id = t.owner_id
      and (b.account_id is null or b.account_id = any (${list}))))`,
  needs: { account_users: ['user_id', 'account_id'] },
  references: (row) => [
    ['users', row['owner_type'] === 'User' ? row['owner_id'] : null],
    ['agent_bots', row['owner_type'] === 'AgentBot' ? row['owner_id'] : null],
  ],
  unique: [
    { column: 'digest', within: [], second: 'skip' },
    { column: 'user_id', within: [], second: 'skip' },
    { column: 'agent_bot_id', within: [], second: 'skip' },
  ],
  convert(row, on) {
    const token = textOf(row['token']);
    const kind = row['owner_type'] === 'User' ? 'users' : 'agent_bots';
    const owner = on.find(kind, row['owner_id']);
    if (token === null) throw new Skipped('it is empty');
    if (row['owner_type'] !== 'User' && row['owner_type'] !== 'AgentBot') {
      throw new Skipped(`it belongs to a ${String(row['owner_type'])}`);
    }
    if (owner === undefined) throw new Skipped('its owner is missing');
    const stored = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;
    return {
      user_id: kind === 'users' ? owner.id : null,
      agent_bot_id: kind === 'agent_bots' ? owner.id : null,
      digest: stored(vault.digest(token)),
      ciphertext: stored(vault.encrypt(token)),
      created_at: on.stamps(row).created_at,
    };
  },
});

export const customRoles: Kind = {
  name: 'custom_roles',
  table: 'custom_roles',
  hasId: true,
  mayLack: true,
  columns: ['name', 'account_id', 'permissions', 'created_at', 'updated_at'],
  optional: ['description'],
  convert: (row, on) => ({
    account_id: on.account(row['account_id']),
    name: nameOf(row, 'name', 'Role'),
    description: textOf(row['description']),
    permissions: Array.isArray(row['permissions']) ? row['permissions'] : [],
    ...on.stamps(row),
  }),
};

export const memberships: Kind = {
  name: 'account_users',
  table: 'account_users',
  into: 'memberships',
  hasId: false,
  columns: ['account_id', 'user_id', 'role', 'created_at'],
  optional: [
    'inviter_id',
    'active_at',
    'availability',
    'auto_offline',
    'custom_role_id',
    'updated_at',
  ],
  references: (row) => [
    ['users', row['user_id']],
    ['users', row['inviter_id']],
    ['custom_roles', row['custom_role_id']],
  ],
  unique: [{ column: 'user_id', within: ['account_id'], second: 'skip' }],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const user = on.find('users', row['user_id']);
    if (user === undefined) throw new Skipped('its user is missing');
    const role = named(['agent', 'administrator'] as const, row['role']);
    if (role === undefined) on.note('its role is unknown: it becomes agent');
    return {
      account_id,
      user_id: user.id,
      role: role ?? 'agent',
      availability: named(['online', 'offline', 'busy'], row['availability']) ?? 'online',
      auto_offline: truth(row['auto_offline'], true),
      active_at: on.past(row['active_at'], 'active_at'),
      custom_role_id: on.optional({
        kind: 'custom_roles',
        id: row['custom_role_id'],
        account_id,
        name: 'custom role',
      }),
      inviter_id: on.find('users', row['inviter_id'])?.id ?? null,
      created_at: on.stamps(row).created_at,
    };
  },
};

export const teams: Kind = {
  name: 'teams',
  table: 'teams',
  hasId: true,
  columns: ['account_id', 'name', 'created_at', 'updated_at'],
  optional: ['description', 'allow_auto_assign'],
  unique: [
    { column: 'name', within: ['account_id'], second: 'join', among: 't.removed_at is null' },
  ],
  convert: (row, on) => ({
    account_id: on.account(row['account_id']),
    name: nameOf(row, 'name', 'team'),
    description: textOf(row['description']),
    allow_auto_assign: truth(row['allow_auto_assign'], true),
    ...on.stamps(row),
  }),
};

export const teamMembers: Kind = {
  name: 'team_members',
  table: 'team_members',
  hasId: false,
  columns: ['team_id', 'user_id'],
  account: '(select x.account_id from teams x where x.id = t.team_id)',
  references: (row) => [
    ['teams', row['team_id']],
    ['users', row['user_id']],
  ],
  unique: [{ column: 'user_id', within: ['account_id', 'team_id'], second: 'skip' }],
  convert(row, on) {
    const team = on.find('teams', row['team_id']);
    if (team?.account_id === undefined || team.account_id === null)
      throw new Skipped('its team is missing');
    const user_id = on.member({ id: row['user_id'], account_id: team.account_id, name: 'user' });
    if (user_id === null) throw new Skipped('its user is no member of the account');
    return { account_id: team.account_id, team_id: team.id, user_id };
  },
};

export const agentBots: Kind = {
  name: 'agent_bots',
  table: 'agent_bots',
  hasId: true,
  columns: ['name', 'description', 'outgoing_url', 'created_at', 'updated_at'],
  optional: ['account_id'],
  ofAccounts: (list) => `t.account_id is null or t.account_id = any (${list})`,
  convert: (row, on) => ({
    account_id: row['account_id'] === null ? null : on.account(row['account_id']),
    name: nameOf(row, 'name', 'Bot'),
    description: textOf(row['description']),
    outgoing_url: textOf(row['outgoing_url']),
    ...on.stamps(row),
  }),
  async after(tx, made) {
    const own = made.filter((row) => row.new['account_id'] !== null).map((row) => row.new);
    await rows(
      tx,
      `insert into account_agent_bots (account_id, agent_bot_id)
       select * from unnest($1::bigint[], $2::bigint[]) on conflict do nothing`,
      [own.map((bot) => bot['account_id']), own.map((bot) => bot['id'])],
    );
  },
};
