import assert from 'node:assert/strict';
import { runAutomationRules } from '../src/automation/run.ts';
import type { Platform } from '../src/platform.ts';
import { sql } from './inside.ts';
import type { Answer, World } from './world.ts';

type Key = Parameters<typeof runAutomationRules>[1];

export const action = (action_name: string, ...action_params: unknown[]) => ({
  action_name,
  action_params,
});

export const condition = (
  attribute_key: string,
  filter_operator: string,
  ...values: unknown[]
) => ({ attribute_key, filter_operator, values, query_operator: null as string | null });

/** Automation rules at work: made by Ada, and run as the jobs about them are. */
export function ruling(world: World) {
  const { ada, platform } = world;

  /** Takes the jobs about rules out of the queue. */
  const jobs = async (): Promise<Key[]> => {
    const text = `delete from jobs.job where name = 'run_automation_rules' returning data, created_on, id`;
    const found = await sql<{ data: Key }>(world, text);
    return found.map(({ data }) => data).toSorted((a, b) => a.event_id - b.event_id);
  };

  /** Runs the jobs about rules until there is none. Gives how many there were. */
  const work = async (on: Platform = platform): Promise<number> => {
    let done = 0;
    for (let left = await jobs(); left.length > 0; left = await jobs()) {
      for (const key of left) await runAutomationRules(on, key);
      done += left.length;
    }
    return done;
  };

  const rule = async (
    event_name: string,
    conditions: object[],
    ...actions: object[]
  ): Promise<number> => {
    const input = { name: `On ${event_name}`, event_name, conditions, actions };
    const answer = await ada.post('/automation_rules', input);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.id;
  };

  const runs = async (conversation: number, query = ''): Promise<Answer['body'][]> => {
    const answer = await ada.get(`/conversations/${conversation}/automation_runs${query}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.payload;
  };

  /** Takes every rule away, and what waits to be done by them. */
  const forget = async (): Promise<void> => {
    await sql(world, 'delete from automation_rules');
    await jobs();
  };

  return { jobs, work, rule, runs, forget };
}
