import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchChanges } from '../malformed/watch.ts';
import { MARK } from '../malformed/furnish.ts';
import { undone } from '../undone.ts';
import { createWorld } from '../world.ts';
import { furnishActors, type Actor } from './actors.ts';
import { linesOf } from './families.ts';
import { furnishPlaces, type Line, type Place } from './places.ts';

// Every route of an account × everybody who may come × whose the record is. What is to be answered follows from
// the committed table and from whose conversation it is; and whatever was refused has changed nothing.

const world = await createWorld();
const placesOf = await furnishPlaces(world);
const actors = await furnishActors(world);
const lines = linesOf('account');

type Verdict = 'refused' | 'hidden' | 'admitted';

/** Programs see no bots and no apps: what is in them is not theirs. */
const closedToKeys = /\/agent_bots?\b|\/integrations\//;
/** A question that is too long for an address changes nothing, though it is posted. */
const asks = ({ method, path }: Line): boolean => method === 'GET' || path.endsWith('/filter');
/** What the team shares is changed or taken away by administrators only. */
const isShared = ({ method, path }: Line): boolean =>
  (method !== 'GET' && path.endsWith('/macros/{macro_id}')) ||
  (method === 'DELETE' && path.endsWith('/custom_filters/{custom_filter_id}'));

function verdictOf(line: Line, actor: Actor, { owner }: Place): Verdict {
  const isTheirs = actor.as.some((each) => line.access.includes(each));
  const isHome = (owner === 'other account') === (actor.isElsewhere === true);
  if (!isHome || !isTheirs) return 'refused';
  if (actor.isElsewhere) return /\{(?!account_id)/.test(line.path) ? 'hidden' : 'admitted';
  if (actor.isKey && closedToKeys.test(line.path)) return 'refused';
  if (actor.isReader && !asks(line)) return 'refused';
  if (owner === 'account' && isShared(line) && !actor.as.includes('administrator')) return 'refused'; // prettier-ignore
  if (line.path.includes('{conversation_id}')) return actor.opens.includes(owner) ? 'admitted' : 'hidden'; // prettier-ignore
  return owner === 'account' ? 'admitted' : 'hidden';
}

interface Cell {
  line: Line;
  actor: Actor;
  place: Place;
}

interface Answer {
  status: number;
  text: string;
}

const MISSING = '{"error":"Resource could not be found"}';

/** What is wrong with an answer, if something is. */
function wrongWith({ line, actor, place }: Cell, { status, text }: Answer): string | undefined {
  const verdict = verdictOf(line, actor, place);
  const refusal = /not authorized|need to sign in|Invalid Access Token|Invalid access_token/i;
  if (status >= 500) return 'it failed';
  if (!actor.isElsewhere && text.includes(MARK)) return 'it shows what another tenant has';
  if (verdict === 'admitted') return status === 401 || status === 403 || refusal.test(text) ? 'refused' : undefined; // prettier-ignore
  const isHidden = status === 404 || (status === 422 && !line.path.includes('{conversation_id}'));
  if (verdict === 'hidden') return isHidden ? undefined : 'not hidden';
  return status === 401 || status === 403 || (status === 404 && text === MISSING) ? undefined : 'let in'; // prettier-ignore
}

test('whoever comes, for whatever of whomever, is let in or not as the table and the rights say', async (t) => {
  const wrong: string[] = [];
  const changing: string[] = [];
  const seen = { refused: 0, hidden: 0, admitted: 0 };
  await undone(world, async (ask, pool) => {
    const changes = await watchChanges(pool);
    const answerTo = async ({ line: { method }, actor: { token }, place: { url } }: Cell): Promise<Answer> => {
      const body = method === 'GET' ? {} : { payload: '{}' };
      const headers = {
        ...(token === undefined ? {} : { api_access_token: token }),
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      };
      const { statusCode: status, body: text } = await ask({ method, url, headers, ...body });
      return { status, text };
    };
    for (const line of lines) {
      for (const place of placesOf(line)) {
        for (const actor of actors) {
          const cell = { line, actor, place };
          await pool.query('savepoint cell');
          const answer = await answerTo(cell);
          const name = `${line.method} ${place.url} (${place.owner}) by ${actor.name}`;
          const complaint = wrongWith(cell, answer);
          if (complaint !== undefined) wrong.push(`${name}: ${complaint}: ${answer.status} ${answer.text.slice(0, 200)}`);
          const verdict = verdictOf(line, actor, place);
          seen[verdict] += 1;
          const changed = verdict === 'admitted' ? [] : await changes();
          if (changed.length > 0) changing.push(`${name}: ${answer.status}, and ${changed.join(', ')}`);
          await pool.query('rollback to savepoint cell; release savepoint cell');
        }
      }
    }
  });
  const total = seen.refused + seen.hidden + seen.admitted;
  t.diagnostic(`${total} cells: ${JSON.stringify(seen)}, ${lines.length} routes`);
  assert.deepEqual(wrong.slice(0, 40), [], `${wrong.length} of ${total} cells`);
  assert.deepEqual(changing.slice(0, 20), [], `${changing.length} refusals changed something`);
  assert.ok(total >= 4000 && seen.admitted > 1000 && seen.hidden > 500, JSON.stringify(seen));
}); // prettier-ignore
