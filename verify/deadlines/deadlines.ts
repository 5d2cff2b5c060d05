import type { Row, Scenario } from '../scenario.ts';
import { abuseAnswers } from './abuse.ts';
import { reportTrial, tryFiles, tryMailboxes, tryMails, tryPictures, tryPushes, tryWebhooks } from './calls.ts'; // prettier-ignore
import { reportFaults } from './faults.ts';
import { healthyBesides } from './healthy.ts';
import { setUp } from './stage.ts';
import { tryStorage } from './storage.ts';

/** Whatever we call ends in time, takes little and keeps nothing from the others (promises R25, R26; V79). */
export const deadlines: Scenario = {
  name: 'deadlines',
  promise: 'Every call to another server ends in time, reads little, and its failure is seen.',
  limit: { full: 240, quick: 120 },
  twins: [
    {
      guard: 'calls-have-a-deadline',
      fails: ['webhook: the longest call', 'file: the longest call', 'picture: the longest call'],
    },
  ],
  async run(context) {
    const stage = await setUp(context);
    const abused = await abuseAnswers(context, stage);
    const measureHealthy = await healthyBesides(context, stage);
    const webhooks = await tryWebhooks(context, stage);
    const trials = [
      await tryMails(stage),
      await tryPushes(context, stage),
      await tryPictures(context, stage),
      await tryFiles(context, stage),
      await tryMailboxes(context, stage),
    ];
    // The first of its messages is what the bad endpoints are told.
    const healthy = await measureHealthy();
    const all = [webhooks, ...trials];
    const faults = await reportFaults(stage.server, all.flatMap(({ expected }) => expected));
    const storage = context.quick ? [] : await tryStorage(context);
    const rows: Row[] = [];
    for (const trial of all) rows.push(...(await reportTrial(trial)));
    return [...rows, ...storage, ...abused, ...faults, ...healthy];
  },
}; // prettier-ignore
