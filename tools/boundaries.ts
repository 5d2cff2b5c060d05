/**
 * Checks who may import whom (boundaries-rules.ts) with dependency-cruiser, for `bin/ci boundaries`.
 *
 * dependency-cruiser reads TypeScript through the compiler's API and looks for it beside itself, at
 * the root, where TypeScript 7 is, which has none. The hook gives it this workspace's TypeScript 5.
 */
import { existsSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { forbidden } from './boundaries-rules.ts';

const require = createRequire(import.meta.url);
const replaced = new Map(
  ['typescript', 'typescript/package.json'].map((name) => [
    name,
    { url: pathToFileURL(require.resolve(name)).href, shortCircuit: true },
  ]),
);
registerHooks({
  resolve: (name, context, next) => replaced.get(name) ?? next(name, context),
});
const { cruise, format } = await import('dependency-cruiser');

process.chdir(join(import.meta.dirname, '..'));
const folders = ['server', 'client', 'console', 'widget', 'bin', 'bench', 'verify', 'tools'].filter(
  (f) => existsSync(f),
);
const { output } = await cruise(
  folders,
  {
    validate: true,
    ruleSet: { forbidden },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/\\.|^(console|widget)/dist' },
    // Type-only imports are seen too, and can be told apart.
    tsPreCompilationDeps: true,
  },
  {
    exportsFields: ['exports'],
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    conditionNames: ['import', 'node', 'types'],
  },
);
if (typeof output === 'string') throw new Error(output);
const { exitCode, output: text } = await format(output, { outputType: 'err-long' });
console.log(text);
console.log(
  `${output.summary.totalCruised} modules, ${output.summary.totalDependenciesCruised} imports`,
);
process.exitCode = exitCode;
