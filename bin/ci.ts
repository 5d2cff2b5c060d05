/**
 * Everything that has to be true before a change goes in. People and CI run the same list:
 *
 *   bin/ci                 all of it, to the end even when a step fails
 *   bin/ci lint types      only these steps
 */
import { join } from 'node:path';
import { runSteps, type Step } from './ci-steps.ts';

/** Programs that write committed files. Each takes --check and then fails when its file is stale. */
const generators: Record<string, string> = {
  'client/openapi.json': 'tools/openapi.ts',
  'client/src/types.ts': 'tools/client-types.ts',
  'server/access.md': 'tools/access.ts',
  'docs/clients.md': 'tools/clients.ts',
};

const steps: Step[] = [
  {
    name: 'format',
    command: 'prettier --check --log-level debug **/*.{ts,tsx,mts,mjs,cjs,css,json,yml,yaml}',
    looked: /^\[debug\] resolve config from/gm,
    noise: /^\[debug\]/,
  },
  {
    name: 'lint',
    command: 'oxlint --type-aware --deny-warnings --report-unused-disable-directives',
    looked: /Finished in .* on (\d+) files?/,
  },
  {
    name: 'types',
    command: 'tsc --diagnostics',
    looked: /^Files: +(\d+)/m,
    noise: /^[A-Z][a-z]+( [a-z]+)?: +[\d.]+(s|K)?$/,
  },
  {
    name: 'types of the widget',
    command: 'tsc -p widget --diagnostics',
    looked: /^Files: +(\d+)/m,
    noise: /^[A-Z][a-z]+( [a-z]+)?: +[\d.]+(s|K)?$/,
  },
  {
    name: 'types of the console',
    command: 'tsc -p console --diagnostics',
    looked: /^Files: +(\d+)/m,
    noise: /^[A-Z][a-z]+( [a-z]+)?: +[\d.]+(s|K)?$/,
  },
  {
    name: 'boundaries',
    command: 'node tools/boundaries.ts',
    looked: /(\d+) modules/,
  },
  {
    name: 'dead code',
    command:
      'knip --treat-config-hints-as-errors --reporter symbols --reporter ./bin/knip-count.ts',
    looked: /knip read (\d+) files/,
  },
  ...Object.entries(generators).map(([file, program]) => ({
    name: `generated ${file}`,
    command: `node ${program} --check`,
  })),
  { name: 'tests', command: 'node bin/test.ts', tests: true },
  // Servers and databases are killed here, which needs the machine for itself.
  { name: 'promises', command: 'node verify/main.ts --quick --again --deadline 500', shown: true },
];

process.exitCode = await runSteps(steps, {
  root: join(import.meta.dirname, '..'),
  only: process.argv.slice(2),
  print: (text) => process.stdout.write(text),
});
