import type { Shown } from './settings.ts';

/**
 * The script that sets what the page of the window finds when it runs, under the names that clients know
 * (contract: customer §3.1).
 */
export function pageGlobals({
  website_channel_config,
  contact,
  bot,
  global_config,
}: Shown): string {
  const {
    auth_token,
    utc_off_set,
    website_token,
    api_host: _host,
    ...settings
  } = website_channel_config;
  const named = Object.entries({ ...settings, website_token, has_a_connected_agent_bot: bot });
  const channel = {
    ...Object.fromEntries(named.map(([name, value]) => [camel(name), value])),
    utcOffset: utc_off_set,
  };
  const globals = { ...global_config, DIRECT_UPLOADS_ENABLED: false };
  return [
    `window.chatwootWebChannel = ${inScript(channel)};`,
    `window.chatwootPubsubToken = '${contact?.pubsub_token ?? ''}';`,
    `window.authToken = '${auth_token}';`,
    `window.globalConfig = ${inScript(globals)};`,
  ].join('\n');
}

const camel = (name: string): string =>
  name.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** JSON that cannot end the script it stands in, whatever the team wrote into the settings. */
const inScript = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
