import type { Config } from '../config.ts';

/** Flags as given; a flag without a value is `true`. */
export type Values = Record<string, string | boolean | undefined>;

interface Flag {
  about: string;
  /** What stands for its value in the help; a flag without one is a switch. */
  value?: string;
  required?: boolean;
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
    flags: { empty: { about: 'make no demo account in an empty database' } },
    load: async () => (await import('./start.ts')).start,
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
    name: 'demo',
    about: 'Make the demo account, Acme, with people and conversations to look at',
    flags: {},
    load: async () => (await import('./demo.ts')).makeDemo,
  },
  {
    name: 'doctor',
    about: 'Check data directory, database, clock, mail and URL, and say what to do',
    flags: {},
    load: async () => (await import('./doctor.ts')).examine,
  },
];
