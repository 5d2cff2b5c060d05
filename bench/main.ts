/**
 * How fast the desk is: what clients ask for, against a real server, beside what pgbench alone reaches with
 * the same statements and what the same framework reaches with a route that does nothing, in one run.
 *
 *   npm run bench [-- --conversations 1000000 --messages 1 --seconds 8 --connections 32 --processes 2]
 *   npm run bench -- --only "message page,list, all"     only some of the paths
 *   npm run bench -- --growth 1000,10000,100000,1000000  how much slower it gets with the size
 *   npm run bench -- --database postgres://…             on a PostgreSQL of your own, in an empty database
 *   npm run bench -- --json FILE --html FILE             the report
 */
import { writeFileSync } from 'node:fs';
import { readOptions } from '../bin/options.ts';
import { measureGrowth } from './growth.ts';
import { measurePaths } from './paths.ts';
import { findPgbench } from './pgbench.ts';
import { machineName, pageOf, printGrowth, printPaths, type Report } from './report.ts';

const { values: options } = readOptions(import.meta.filename, {
  options: {
    conversations: { type: 'string', default: '1000000' },
    messages: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '32' },
    processes: { type: 'string', default: '2' },
    only: { type: 'string' },
    growth: { type: 'string' },
    database: { type: 'string' },
    json: { type: 'string' },
    html: { type: 'string' },
  },
});
const log = (line: string): void => console.log(line);

const report: Report = { date: new Date().toISOString(), machine: machineName() };
if (options.growth === undefined) {
  const program = findPgbench();
  if (program === undefined) {
    console.error('The bench needs pgbench to compare with: install it (Debian: apt-get install postgresql).'); // prettier-ignore
    process.exit(1);
  }
  report.paths = await measurePaths({
    program,
    size: { conversations: Number(options.conversations), messages: Number(options.messages) },
    seconds: Number(options.seconds),
    connections: Number(options.connections),
    processes: Number(options.processes),
    only: options.only?.split(/,(?! )/),
    url: options.database,
    log,
  });
  printPaths(report.paths, log);
} else {
  const sizes = options.growth.split(',').map(Number);
  report.growth = await measureGrowth(sizes, Number(options.messages), log);
  printGrowth(report.growth, log);
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
if (options.html !== undefined) writeFileSync(options.html, pageOf(report));
