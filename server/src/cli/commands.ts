import type { Config } from '../config.ts';
import { goLean } from './lean.ts';

/** Flags as given; a flag without a value is `true`, one that may be repeated a list. */
export type Values = Record<string, string | boolean | string[] | undefined>;

interface Flag {
  about: string;
  /** What stands for its value in the help; a flag without one is a switch. */
  value?: string;
  required?: boolean;
  /** Whether it may be given several times. */
  many?: boolean;
}

export interface Command {
  /** As typed: one word or two. */
  name: string;
  about: string;
  flags: Record<string, Flag>;
  /** Loads the code only when the command is run: help is instant, and a start has less to read. */
  load: () => Promise<(values: Values, config: Config) => Promise<number | void>>;
}

/** Everything that `confab` can do, in the order of its help. */
export const commands: Command[] = [
  {
    name: 'start',
    about: 'Start the server, with its own PostgreSQL unless DATABASE_URL is set',
    flags: {
      empty: { about: 'make no demo account in an empty database' },
      'new-key': {
        about:
          'go on with another secret key than before; tokens and passwords of mailboxes are lost',
      },
      workers: { about: 'how many processes serve (default: WORKERS, or 1)', value: 'N' },
    },
    load: async () => {
      goLean();
      return (await import('./start.ts')).start;
    },
  },
  {
    name: 'restart',
    about:
      'Replace the processes of a running server one by one, by those of the code as it is now',
    flags: {},
    load: async () => (await import('./restart.ts')).restart,
  },
  {
    name: 'migrate',
    about: 'Bring the database schema up to this version (start does it as well)',
    flags: {},
    load: async () => (await import('./migrate.ts')).migrateDatabase,
  },
  {
    name: 'account create',
    about: 'Make an account',
    flags: {
      name: { about: 'its name', value: 'NAME', required: true },
      locale: { about: 'its language, such as en or de', value: 'LOCALE' },
    },
    load: async () => (await import('./people.ts')).makeAccount,
  },
  {
    name: 'user create',
    about: 'Make a user of an account, with an access token',
    flags: {
      account: { about: 'number of the account', value: 'ID', required: true },
      name: { about: 'name that customers see', value: 'NAME', required: true },
      email: { about: 'address to log in with', value: 'ADDRESS', required: true },
      role: { about: 'agent (default) or administrator', value: 'ROLE' },
      password: { about: 'at least 8 characters; one is made if absent', value: 'TEXT' },
    },
    load: async () => (await import('./people.ts')).makeUser,
  },
  {
    name: 'token create',
    about: 'Give a user a new access token; the one before stops working',
    flags: { email: { about: 'address of the user', value: 'ADDRESS', required: true } },
    load: async () => (await import('./people.ts')).makeToken,
  },
  {
    name: 'platform-app create',
    about: 'Make a platform app: its token sets up accounts and people through the API',
    flags: { name: { about: 'what it is called', value: 'NAME', required: true } },
    load: async () => (await import('./people.ts')).makePlatformApp,
  },
  {
    name: 'demo',
    about: 'Make the demo account, Acme, with people and conversations to look at',
    flags: {},
    load: async () => (await import('./demo.ts')).makeDemo,
  },
  {
    name: 'import chatwoot',
    about:
      'Copy accounts, people, conversations and files from a Chatwoot; again brings what is new',
    flags: {
      from: {
        about: 'its database, postgres://user:password@host/name',
        value: 'URL',
        required: true,
      },
      files: { about: 'its directory "storage", or a copy of it or of its bucket', value: 'DIR' },
      account: { about: 'only this account; may be repeated', value: 'ID', many: true },
      'dry-run': { about: 'read and report, and write nothing' },
    },
    load: async () => (await import('./import.ts')).importFromChatwoot,
  },
  {
    name: 'jobs',
    about: 'List the jobs that were given up, and why',
    flags: { queue: { about: 'only those of one queue', value: 'NAME' } },
    load: async () => (await import('./jobs.ts')).showFailedJobs,
  },
  {
    name: 'jobs retry',
    about: 'Try jobs once more that were given up',
    flags: {
      id: { about: 'this one; may be repeated', value: 'ID', many: true },
      queue: { about: 'all of a queue', value: 'NAME' },
    },
    load: async () => (await import('./jobs.ts')).retryFailedJobs,
  },
  {
    name: 'doctor',
    about: 'Check data directory, database, mail, settings and URL, and say what to do',
    flags: {},
    load: async () => (await import('./doctor.ts')).examine,
  },
];
