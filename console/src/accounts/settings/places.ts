import { AppWindow, Bell, Bot, Building2, CircleUser, Inbox, KeyRound, ListChecks, LockKeyhole, MessageSquareQuote, ScrollText, ShieldCheck, SlidersHorizontal, Tags, Unplug, Users, UsersRound, Zap, type LucideIcon } from 'lucide-react'; // prettier-ignore
import type { useSettingsTexts } from './texts.ts';

type Name = Parameters<ReturnType<typeof useSettingsTexts>>[0];

export interface SettingsPlace {
  to:
    | '/app/accounts/$accountId/settings/labels'
    | '/app/accounts/$accountId/settings/account'
    | '/app/accounts/$accountId/settings/agents'
    | '/app/accounts/$accountId/settings/teams'
    | '/app/accounts/$accountId/settings/roles'
    | '/app/accounts/$accountId/settings/audit'
    | '/app/accounts/$accountId/settings/attributes'
    | '/app/accounts/$accountId/settings/canned'
    | '/app/accounts/$accountId/settings/keys'
    | '/app/accounts/$accountId/settings/apps'
    | '/app/accounts/$accountId/settings/inboxes'
    | '/app/accounts/$accountId/settings/profile'
    | '/app/accounts/$accountId/settings/security'
    | '/app/accounts/$accountId/settings/notifications'
    | '/app/accounts/$accountId/settings/automation'
    | '/app/accounts/$accountId/settings/macros'
    | '/app/accounts/$accountId/settings/webhooks'
    | '/app/accounts/$accountId/settings/bots';
  title: Extract<Name, `places.${string}`>;
  hint: Extract<Name, `hints.${string}`>;
  icon: LucideIcon;
  group: 'desk' | 'people' | 'automation' | 'connections' | 'you';
  /** Everybody has their own; the others are for administrators. */
  forAll?: true;
}

/** Every page of the settings, in the order in which they stand there. */
export const settingsPlaces: readonly SettingsPlace[] = [
  { to: '/app/accounts/$accountId/settings/account', title: 'places.account', hint: 'hints.account', icon: Building2, group: 'desk' },
  { to: '/app/accounts/$accountId/settings/inboxes', title: 'places.inboxes', hint: 'hints.inboxes', icon: Inbox, group: 'desk' },
  { to: '/app/accounts/$accountId/settings/labels', title: 'places.labels', hint: 'hints.labels', icon: Tags, group: 'desk' },
  { to: '/app/accounts/$accountId/settings/attributes', title: 'places.attributes', hint: 'hints.attributes', icon: SlidersHorizontal, group: 'desk', forAll: true },
  { to: '/app/accounts/$accountId/settings/canned', title: 'places.canned', hint: 'hints.canned', icon: MessageSquareQuote, group: 'desk', forAll: true },
  { to: '/app/accounts/$accountId/settings/agents', title: 'places.agents', hint: 'hints.agents', icon: Users, group: 'people', forAll: true },
  { to: '/app/accounts/$accountId/settings/teams', title: 'places.teams', hint: 'hints.teams', icon: UsersRound, group: 'people', forAll: true },
  { to: '/app/accounts/$accountId/settings/roles', title: 'places.roles', hint: 'hints.roles', icon: ShieldCheck, group: 'people' },
  { to: '/app/accounts/$accountId/settings/audit', title: 'places.audit', hint: 'hints.audit', icon: ScrollText, group: 'people' },
  { to: '/app/accounts/$accountId/settings/automation', title: 'places.automation', hint: 'hints.automation', icon: Zap, group: 'automation' },
  { to: '/app/accounts/$accountId/settings/macros', title: 'places.macros', hint: 'hints.macros', icon: ListChecks, group: 'automation', forAll: true },
  { to: '/app/accounts/$accountId/settings/webhooks', title: 'places.webhooks', hint: 'hints.webhooks', icon: Unplug, group: 'connections' },
  { to: '/app/accounts/$accountId/settings/bots', title: 'places.bots', hint: 'hints.bots', icon: Bot, group: 'connections' },
  { to: '/app/accounts/$accountId/settings/keys', title: 'places.keys', hint: 'hints.keys', icon: KeyRound, group: 'connections' },
  { to: '/app/accounts/$accountId/settings/apps', title: 'places.apps', hint: 'hints.apps', icon: AppWindow, group: 'connections' },
  { to: '/app/accounts/$accountId/settings/profile', title: 'places.profile', hint: 'hints.profile', icon: CircleUser, group: 'you', forAll: true },
  { to: '/app/accounts/$accountId/settings/security', title: 'places.security', hint: 'hints.security', icon: LockKeyhole, group: 'you', forAll: true },
  { to: '/app/accounts/$accountId/settings/notifications', title: 'places.notifications', hint: 'hints.notifications', icon: Bell, group: 'you', forAll: true },
]; // prettier-ignore
