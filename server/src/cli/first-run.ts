import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { writePrivateFile } from '../durable-file.ts';
import { explainFileError } from '../start-error.ts';

/** What a person needs to begin; kept in first-run.json, readable by its owner only. */
export interface FirstRun {
  url: string;
  account_id: number;
  email: string;
  password: string;
  api_access_token: string;
}

function firstRunPath(config: Config): string {
  return join(config.dataDir, 'first-run.json');
}

/** @throws StartError when the data directory does not take it. */
export function writeFirstRun(config: Config, facts: FirstRun): void {
  try {
    writePrivateFile(firstRunPath(config), `${JSON.stringify(facts, null, 2)}\n`);
  } catch (error) {
    throw explainFileError(error, firstRunPath(config));
  }
}

/** The last lines of a start: where it is, and after the first start how to get in. */
export function welcome(config: Config, facts: FirstRun | undefined): string {
  const path = firstRunPath(config);
  if (facts === undefined) {
    const note = existsSync(path) ? `login and API token: ${path}` : 'Ctrl-C stops it';
    return `\nConfab is listening on ${config.baseUrl} (${note})\n`;
  }
  return `
Confab is listening on ${facts.url}

  Login      ${facts.email}
  Password   ${facts.password}
  API token  ${facts.api_access_token}

  curl -H 'api_access_token: ${facts.api_access_token}' '${facts.url}/api/v1/accounts/${facts.account_id}/conversations?status=open'

The same is in ${path}. Ctrl-C stops the server.
`;
}
