import type { ContactActor, Website } from '../auth/actor.ts';
import { visitorToken } from '../auth/visitor-token.ts';
import { LOCALES } from '../accounts/shapes.ts';
import { pictureUrl } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { fullChannel, type Channel } from '../inboxes/channels.ts';
import type { Platform } from '../platform.ts';
import { MAX_FILE_BYTES } from '../storage/store.ts';
import { visitorJson, workingHourJson } from './present.ts';

interface Settings {
  name: string;
  channel: Channel;
  allow_messages_after_resolved: boolean;
  csat_survey_enabled: boolean;
  out_of_office_message: string | null;
  timezone: string;
  working_hours_enabled: boolean;
  avatar_url: string;
  locale: string;
  disable_branding: boolean;
  working_hours: unknown[];
  contact: Shown['contact'];
  bot: string;
}

const find = `
  select i.name, i.channel, i.allow_messages_after_resolved, i.csat_survey_enabled, i.out_of_office_message,
    i.timezone, i.working_hours_enabled, ${pictureUrl('i.avatar_url')} as avatar_url, a.locale,
    coalesce(a.features ->> 'disable_branding', 'false') = 'true' as disable_branding,
    (select coalesce(json_agg(${workingHourJson('h')} order by h.day_of_week), '[]') from working_hours h
     where h.account_id = i.account_id and h.inbox_id = i.id) as working_hours,
    coalesce((select b.name from agent_bot_inboxes link
      join agent_bots b on b.id = link.agent_bot_id
      where link.account_id = i.account_id and link.inbox_id = i.id and link.status = 'active'), '') as bot,
    case when k.id is not null then ${visitorJson} end as contact
  from inboxes i
  join accounts a on a.id = i.account_id
  left join contact_inboxes ci on ci.account_id = i.account_id and ci.inbox_id = i.id and ci.id = $3
  left join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
  where i.account_id = $1 and i.id = $2`;

/** The settings of a window, for the visitor if there is one already. */
export interface Shown {
  website_channel_config: ReturnType<typeof channelSettings> & {
    api_host: string;
    /** Empty without a visitor. */
    auth_token: string;
    website_token: string;
  };
  contact: { id: number; pubsub_token: string } | null;
  /** Name of the bot that answers first; empty for none. */
  bot: string;
  global_config: Record<string, string | number>;
}

/** What the window is to look like and whom it is for, with a fresh token (contract: customer §3.3). */
export async function showSettings(
  db: Db,
  { config, vault }: Platform,
  { website, visitor }: { website: Website; visitor?: ContactActor | undefined },
): Promise<Shown> {
  const settings = (await row<Settings & Record<string, unknown>>(db, find, [
    website.account_id,
    website.id,
    visitor?.contact_inbox_id ?? null,
  ])) as Settings;
  return {
    website_channel_config: {
      api_host: config.baseUrl,
      auth_token: visitor === undefined ? '' : visitorToken(vault, visitor),
      website_token: website.identifier,
      ...channelSettings(settings, website),
    },
    contact: settings.contact,
    bot: settings.bot,
    global_config: {
      LOGO_THUMBNAIL: '',
      BRAND_NAME: 'Confab',
      WIDGET_BRAND_URL: config.baseUrl,
      MAXIMUM_FILE_UPLOAD_SIZE: MAX_FILE_BYTES >> 20,
      INSTALLATION_NAME: 'Confab',
    },
  };
}

function channelSettings(settings: Settings, { features }: Website) {
  const channel = fullChannel('Channel::WebWidget', settings.channel);
  return {
    allow_messages_after_resolved: settings.allow_messages_after_resolved,
    avatar_url: settings.avatar_url,
    csat_survey_enabled: settings.csat_survey_enabled,
    disable_branding: settings.disable_branding,
    enabled_features: features,
    enabled_languages: languages,
    locale: settings.locale,
    out_of_office_message: settings.out_of_office_message,
    portal: null,
    pre_chat_form_enabled: channel['pre_chat_form_enabled'],
    pre_chat_form_options: channel['pre_chat_form_options'],
    reply_time: channel['reply_time'],
    timezone: settings.timezone,
    utc_off_set: utcOffset(settings.timezone, new Date()),
    website_name: settings.name,
    welcome_tagline: channel['welcome_tagline'],
    welcome_title: channel['welcome_title'],
    widget_color: channel['widget_color'],
    working_hours: settings.working_hours,
    working_hours_enabled: settings.working_hours_enabled,
  };
}

/** The languages of the window, each by its own name. */
const languages = LOCALES.map((code) => {
  const tag = code.replace('_', '-');
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? code;
  return { name: `${name} (${code})`, iso_639_1_code: code };
});

/** How far the clocks of the time zone are from UTC at the instant, such as `+05:30`. */
function utcOffset(timeZone: string, at: Date): string {
  const parts = offsetFormat(timeZone).formatToParts(at);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return offset.slice('GMT'.length) || '+00:00';
}

function offsetFormat(timeZone: string): Intl.DateTimeFormat {
  const format = (zone: string) =>
    new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  try {
    return format(timeZone);
  } catch {
    return format('UTC');
  }
}
