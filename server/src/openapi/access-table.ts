import type { Document } from './openapi.ts';

/** Every endpoint with who may call it, one line each, as a page to be read and compared. */
export function accessTable({ paths }: Document): string {
  const lines = Object.entries(paths)
    .flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    )
    .map(({ path, method, operation }) => {
      const callers = operation['x-access'].join(', ');
      return `| ${method.toUpperCase()} | \`${path}\` | ${callers} | ${operation.operationId} |`;
    })
    .toSorted(byPath);
  return [
    '# Who may call what',
    '',
    'Written by `tools/access.ts` from the route table; `bin/ci generated` fails when it is stale.',
    'A change of permission is a change of a line here. A caller also has to see the record: every',
    'other one is 404.',
    '',
    '| Method | Path | Access | Operation |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

const pathIn = (line: string): string => line.split('|')[2] ?? '';

const byPath = (a: string, b: string): number =>
  pathIn(a) === pathIn(b) ? compare(a, b) : compare(pathIn(a), pathIn(b));

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
