import { settleCollected, type Tx } from '../db/pool.ts';
import type { Platform } from '../platform.ts';
import { createCompany } from './company.ts';
import { filesOf } from './files.ts';
import { formHabits, keepRecords } from './habits.ts';
import { perform, type Stage } from './perform.ts';
import { clock, foundCompany, markLooks, movePast, type Clocks } from './queries.ts';
import type { Thread } from './script.ts';
import { deliveries } from './threads/deliveries.ts';
import { invoices } from './threads/invoices.ts';
import { languages } from './threads/languages.ts';
import { logins } from './threads/logins.ts';
import { others } from './threads/others.ts';
import { products } from './threads/products.ts';
import { returns } from './threads/returns.ts';
import { routine } from './threads/routine.ts';
import { timelineOf } from './timeline.ts';

const threads: Thread[] = [
  ...deliveries,
  ...returns,
  ...invoices,
  ...logins,
  ...products,
  ...languages,
  ...others,
  ...routine,
];

const BEFORE_THE_FIRST_CUSTOMER = 14 * 86_400_000;

/** How to get in as the administrator. */
export interface DemoLogin {
  account_id: number;
  email: string;
  password: string;
  api_access_token: string;
}

/**
 * Makes the account of an online shop, "Acme", with its people and the conversations of its last
 * weeks. Everything is done by the product's own verbs and then moved to when it is meant to have
 * happened. When there is an Acme already, this is "Acme 2", with addresses of its own.
 */
export async function createDemo(tx: Tx, platform: Platform): Promise<DemoLogin> {
  const company = await createCompany(tx, platform.vault);
  await formHabits(tx, company, platform);
  const stage: Stage = {
    company,
    platform,
    files: filesOf(platform.storage),
    now: new Date(await clock(tx)),
    played: new Map(),
    looks: new Map(),
  };
  const steps = timelineOf(threads, stage.now);
  const clocks: Clocks = { real: [], meant: steps.map(({ at }) => at) };
  for (const step of steps) {
    clocks.real.push(await clock(tx));
    await perform(tx, stage, step);
    // What happened is recorded within its step, not at the end of the transaction.
    await settleCollected(tx);
  }
  await keepRecords(tx, company, stage.now);
  await movePast(tx, company.account_id, clocks);
  await markLooks(tx, company.account_id, [...stage.looks.values()]);
  const first = (steps[0]?.at ?? stage.now).getTime();
  await foundCompany(tx, company.account_id, new Date(first - BEFORE_THE_FIRST_CUSTOMER));
  return { account_id: company.account_id, ...company.login };
}
