import type { Config } from '../config.ts';
import { PROTOCOL_VERSION } from '../protocol-version.ts';

/** What the script of the settings puts into the page, under the names that clients know (contract: platform §11). */
export function consoleGlobals(config: Settings, vapidPublicKey: string): string {
  const settings = JSON.stringify(configOf(config)).replace(
    `"${VAPID}"`,
    `new Uint8Array(${JSON.stringify([...Buffer.from(vapidPublicKey, 'base64url')])})`,
  );
  return [
    `window.chatwootConfig = ${settings};`,
    `window.globalConfig = ${JSON.stringify(installation(config, vapidPublicKey))};`,
    `window.browserConfig = { browser_name: '' };`,
    `window.errorLoggingConfig = '';`,
    '',
  ].join('\n');
}

// Browsers take the key as bytes, which JSON cannot say.
const VAPID = '{vapid}';

type Settings = Pick<Config, 'accountSignup' | 'baseUrl'>;

const configOf = (config: Settings) => ({
  hostURL: config.baseUrl,
  helpCenterURL: '',
  fbAppId: '',
  instagramAppId: '',
  tiktokAppId: '',
  googleOAuthClientId: '',
  googleOAuthCallbackUrl: '',
  allowedLoginMethods: ['email'],
  fbApiVersion: '',
  whatsappAppId: '',
  whatsappConfigurationId: '',
  whatsappApiVersion: '',
  signupEnabled: config.accountSignup,
  isEnterprise: 'false',
  isMfaEnabled: 'true',
  vapidPublicKey: VAPID,
  enabledLanguages: [
    { name: 'English (en)', iso_639_1_code: 'en' },
    { name: 'Español (es)', iso_639_1_code: 'es' },
  ],
  helpUrls: {},
  selectedLocale: 'en',
});

const installation = (config: Settings, vapidPublicKey: string) => ({
  LOGO: '',
  LOGO_DARK: '',
  LOGO_THUMBNAIL: '',
  INSTALLATION_NAME: 'Confab',
  WIDGET_BRAND_URL: config.baseUrl,
  TERMS_URL: '',
  BRAND_URL: config.baseUrl,
  BRAND_NAME: 'Confab',
  PRIVACY_URL: '',
  DISPLAY_MANIFEST: true,
  CREATE_NEW_ACCOUNT_FROM_DASHBOARD: config.accountSignup,
  CHATWOOT_INBOX_TOKEN: '',
  API_CHANNEL_NAME: '',
  API_CHANNEL_THUMBNAIL: '',
  CLOUD_ANALYTICS_TOKEN: '',
  DIRECT_UPLOADS_ENABLED: false,
  MAXIMUM_FILE_UPLOAD_SIZE: 40,
  HCAPTCHA_SITE_KEY: '',
  LOGOUT_REDIRECT_LINK: '/app/login',
  DISABLE_USER_PROFILE_UPDATE: 'false',
  DEPLOYMENT_ENV: 'self-hosted',
  INSTALLATION_PRICING_PLAN: 'community',
  APP_VERSION: PROTOCOL_VERSION,
  VAPID_PUBLIC_KEY: vapidPublicKey,
  ENABLE_ACCOUNT_SIGNUP: config.accountSignup,
  FB_APP_ID: '',
  IS_ENTERPRISE: false,
  AZURE_APP_ID: '',
  GIT_SHA: '',
  ALLOWED_LOGIN_METHODS: ['email'],
});
