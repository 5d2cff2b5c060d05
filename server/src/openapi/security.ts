import type { Json } from './openapi.ts';

const header = (name: string, description: string): Json => ({
  type: 'apiKey',
  in: 'header',
  name,
  description,
});

/** The two ways to show a session. */
export const sessions: Record<string, string[]>[] = [
  { sessionToken: [], sessionClient: [], sessionUid: [] },
  { bearerSession: [] },
];

export const platformApps: Record<string, string[]>[] = [{ platformAppToken: [] }];

export const visitors: Record<string, string[]>[] = [{ visitorToken: [] }];

/** The ways to say who is calling (contract §1.1). */
export const securitySchemes: Record<string, Json> = {
  apiAccessToken: header('api_access_token', 'The access token of a person or of a bot.'),
  sessionToken: header('access-token', 'Of the answer to signing in; with `client` and `uid`.'),
  sessionClient: header('client', 'Of the answer to signing in.'),
  sessionUid: header('uid', 'E-mail address of the person.'),
  platformAppToken: header('api_access_token', 'The access token of a platform app.'),
  visitorToken: header('X-Auth-Token', 'The `auth_token` of a visitor of a website.'),
  bearerSession: {
    type: 'http',
    scheme: 'bearer',
    description: 'The three session headers as base64 of a JSON object.',
  },
  metricsToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The `METRICS_TOKEN` of the server.',
  },
};
