import assert from 'node:assert/strict';
import { test } from 'node:test';
import { platformApp } from '../platform-app.ts';
import { sql } from '../inside.ts';
import { createWorld } from '../world.ts';
import { expectCells, type Cell } from './cells.ts';
import { linesOf } from './families.ts';
import { FOREIGN, furnishDoors } from './link-doors.ts';

// What a link, an identifier or a session of the request opens, it opens for whoever has it; and what it does
// not open, no token of anybody opens either.

const world = await createWorld();
await sql(world, `update accounts set name = $2 where id = $1`, [world.globex.id, FOREIGN]);
const doors = await furnishDoors(world);
const lines = linesOf('link');
const { token } = await platformApp(world);

const callers: Record<string, Record<string, string>> = {
  nobody: {},
  'an administrator': { api_access_token: world.ada.token },
  'another tenant’s administrator': { api_access_token: world.gil.token },
  'a bot': { api_access_token: world.rex.token },
  'a platform app': { api_access_token: token },
};

test('a link opens what it was made for, for whoever has it, and nothing else opens that', async (t) => {
  const named = lines.map((line) => `${line.method} ${line.path}`);
  assert.deepEqual(Object.keys(doors).toSorted(), named.toSorted());
  const cells = lines.flatMap((line) =>
    (doors[`${line.method} ${line.path}`] ?? []).flatMap((door) =>
      Object.entries(callers).map(([name, headers]): Cell => ({
        line,
        name: `${door.name}, by ${name}`,
        url: line.path
          .replace(/\{(?!filename)\w+\}/, door.part ?? '')
          .replace('{filename}', 'a.txt'),
        headers: { ...headers, ...door.headers },
        body: door.body ?? {},
        verdict: door.verdict,
        hides: line.path.startsWith('/rails') ? [] : [FOREIGN],
      })),
    ),
  );
  const seen = await expectCells(t, world, cells);
  assert.ok(cells.length > 300 && Number(seen['admitted']) > 50, JSON.stringify(seen));
});
