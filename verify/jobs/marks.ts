import type { Pool } from '../../server/src/db/pool.ts';
import type { Misbehaviour } from '../../server/src/jobs/misbehave.ts';

/** The database marks jobs as they come in, and refuses some writes at their commit. */
const prepare = `
  create sequence marked_jobs;
  create table marks (at bigint primary key, misbehaviour text not null, retry_limit int not null);
  create function mark_job() returns trigger language plpgsql as $$
    declare mark marks; place bigint := nextval('marked_jobs'); begin
      select * into mark from marks where at = place;
      if found then
        new.data := to_jsonb(new.data) || jsonb_build_object('misbehaviour', mark.misbehaviour);
        new.retry_limit := mark.retry_limit; new.retry_delay := 1;
      end if;
      return new;
    end $$;
  create trigger mark_job before insert on jobs.job for each row
    when (new.name = 'notify_people' and new.state = 'created') execute function mark_job();
  create function refuse() returns trigger language plpgsql as $$ begin raise 'refused at the commit'; end $$;
  create constraint trigger refuse after insert on messages deferrable initially deferred for each row
    when (new.content like 'refused%') execute function refuse()`;

export const prepareMarks = async (pool: Pool): Promise<unknown> => pool.query(prepare);

/** From now on each of these misbehaves: `at` counts jobs from 1. It is tried again so often. */
export interface Mark {
  at: number;
  misbehaviour: Misbehaviour;
  retries: number;
}

export async function mark(pool: Pool, marks: readonly Mark[]): Promise<void> {
  await pool.query('delete from marks');
  for (const { at, misbehaviour, retries } of marks) {
    await pool.query('insert into marks values ($1, $2, $3)', [at, misbehaviour, retries]);
  }
  await pool.query(`select setval('marked_jobs', 1, false)`);
}
