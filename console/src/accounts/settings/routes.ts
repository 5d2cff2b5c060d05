import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../ui/lazily.ts';
import { accountRoute } from '../route.ts';
import { readAudit } from './audit/audit-search.ts';
import { readChannel, readPart } from './inboxes/inbox-search.ts';
import { readLog } from './webhooks/log-search.ts';

const settings = createRoute({
  getParentRoute: () => accountRoute,
  path: 'settings',
  component: lazyPage(async () => import('./frame.tsx'), 'SettingsFrame'),
});

const overview = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyPage(async () => import('./overview.tsx'), 'SettingsOverview'),
});

const labels = createRoute({
  getParentRoute: () => settings,
  path: 'labels',
  component: lazyPage(async () => import('./labels/labels.tsx'), 'LabelsPage'),
});

const numberIn = <K extends string>(name: K) => ({
  parse: (given: Record<K, string>) => ({ [name]: Number(given[name]) }) as Record<K, number>,
  stringify: (given: Record<K, number>) => ({ [name]: String(given[name]) }) as Record<K, string>,
});

const below = { getParentRoute: () => settings };

// The pages of one thing are loaded together: each chunk has its name in what is loaded first.
const rulePages = async () => import('./automation/pages.ts');
const macroPages = async () => import('./macros/pages.ts');
const webhookPages = async () => import('./webhooks/pages.ts');

const rules = createRoute({
  ...below,
  path: 'automation',
  component: lazyPage(rulePages, 'RulesPage'),
});

const newRule = createRoute({
  ...below,
  path: 'automation/new',
  component: lazyPage(rulePages, 'NewRulePage'),
});

const rule = createRoute({
  getParentRoute: () => settings,
  path: 'automation/$ruleId',
  params: numberIn('ruleId'),
  component: lazyPage(rulePages, 'RulePage'),
});

const ruleRuns = createRoute({
  getParentRoute: () => settings,
  path: 'automation/$ruleId/runs',
  params: numberIn('ruleId'),
  component: lazyPage(rulePages, 'RuleRunsPage'),
});

const macros = createRoute({
  ...below,
  path: 'macros',
  component: lazyPage(macroPages, 'MacrosPage'),
});

const newMacro = createRoute({
  ...below,
  path: 'macros/new',
  component: lazyPage(macroPages, 'NewMacroPage'),
});

const macro = createRoute({
  getParentRoute: () => settings,
  path: 'macros/$macroId',
  params: numberIn('macroId'),
  component: lazyPage(macroPages, 'MacroPage'),
});

const macroRuns = createRoute({
  getParentRoute: () => settings,
  path: 'macros/$macroId/runs',
  params: numberIn('macroId'),
  component: lazyPage(macroPages, 'MacroRunsPage'),
});

const webhooks = createRoute({
  ...below,
  path: 'webhooks',
  component: lazyPage(webhookPages, 'WebhooksPage'),
});

const endpoint = createRoute({
  getParentRoute: () => settings,
  path: 'webhooks/$endpointId',
  params: numberIn('endpointId'),
  validateSearch: readLog,
  component: lazyPage(webhookPages, 'EndpointPage'),
});

const delivery = createRoute({
  getParentRoute: () => settings,
  path: 'webhooks/$endpointId/$sequence',
  params: {
    parse: ({ endpointId, sequence }) => ({
      endpointId: Number(endpointId),
      sequence: Number(sequence),
    }),
    stringify: ({ endpointId, sequence }) => ({
      endpointId: String(endpointId),
      sequence: String(sequence),
    }),
  },
  component: lazyPage(webhookPages, 'DeliveryPage'),
});

const bots = createRoute({
  getParentRoute: () => settings,
  path: 'bots',
  component: lazyPage(async () => import('./bots/bots.tsx'), 'BotsPage'),
});

const account = createRoute({
  ...below,
  path: 'account',
  component: lazyPage(async () => import('./account/account.tsx'), 'AccountPage'),
});

const agents = createRoute({
  ...below,
  path: 'agents',
  component: lazyPage(async () => import('./agents/agents.tsx'), 'AgentsPage'),
});

const teams = createRoute({
  ...below,
  path: 'teams',
  component: lazyPage(async () => import('./teams/teams.tsx'), 'TeamsPage'),
});

const canned = createRoute({
  ...below,
  path: 'canned',
  component: lazyPage(async () => import('./canned/canned.tsx'), 'CannedPage'),
});

const attributes = createRoute({
  ...below,
  path: 'attributes',
  component: lazyPage(async () => import('./attributes/attributes.tsx'), 'AttributesPage'),
});

const roles = createRoute({
  ...below,
  path: 'roles',
  component: lazyPage(async () => import('./roles/roles.tsx'), 'RolesPage'),
});

const audit = createRoute({
  ...below,
  path: 'audit',
  validateSearch: readAudit,
  component: lazyPage(async () => import('./audit/audit.tsx'), 'AuditPage'),
});

const keys = createRoute({
  ...below,
  path: 'keys',
  component: lazyPage(async () => import('./keys/keys.tsx'), 'KeysPage'),
});

const apps = createRoute({
  ...below,
  path: 'apps',
  component: lazyPage(async () => import('./apps/apps.tsx'), 'AppsPage'),
});

const inboxPages = async () => import('./inboxes/pages.ts');

const inboxes = createRoute({
  ...below,
  path: 'inboxes',
  component: lazyPage(inboxPages, 'InboxesPage'),
});

const newInbox = createRoute({
  ...below,
  path: 'inboxes/new',
  validateSearch: readChannel,
  component: lazyPage(inboxPages, 'NewInboxPage'),
});

const inbox = createRoute({
  getParentRoute: () => settings,
  path: 'inboxes/$inboxId',
  params: numberIn('inboxId'),
  validateSearch: readPart,
  component: lazyPage(inboxPages, 'InboxPage'),
});

const profile = createRoute({
  ...below,
  path: 'profile',
  component: lazyPage(async () => import('./profile/profile.tsx'), 'ProfilePage'),
});

const security = createRoute({
  ...below,
  path: 'security',
  component: lazyPage(async () => import('./security/security.tsx'), 'SecurityPage'),
});

const notifications = createRoute({
  ...below,
  path: 'notifications',
  component: lazyPage(
    async () => import('./notifications/notification-settings.tsx'),
    'NotificationSettingsPage',
  ),
});

export const settingsRoutes = [
  settings.addChildren([
    overview,
    labels,
    account,
    profile,
    security,
    notifications,
    inboxes,
    newInbox,
    inbox,
    agents,
    teams,
    canned,
    attributes,
    roles,
    audit,
    keys,
    apps,
    rules,
    newRule,
    rule,
    ruleRuns,
    macros,
    newMacro,
    macro,
    macroRuns,
    webhooks,
    endpoint,
    delivery,
    bots,
  ]),
] as const;
