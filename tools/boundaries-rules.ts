import type { IForbiddenRuleType } from 'dependency-cruiser';

/**
 * Who may import whom. `comment` is printed with every violation, so it says what to do instead.
 * Types cost nothing at run time and are free unless a rule says otherwise.
 */

const platform = 'db|http|events|jobs|realtime|mail|storage';
/** Folders that are neither platform nor a domain. */
const edges = 'auth|cli|demo|docs|openapi';
const platformFile = `^server/src/(${platform})/`;
const domainFile = `^server/src/(?!(${platform}|${edges})/)[^/]+/`;
const test = '(\\.test\\.ts$|^server/test/|/test/|^(widget|console)/e2e/|^console/bench/)';
/** A file of the server's vocabulary, wherever it is: `routes.ts`, `widget-routes.ts`. */
const called = (name: string): string => `^server/src/.*(/|-)${name}\\.ts$`;

/** `conversations/conversations.ts`: the transaction, the rules asked, the event emitted. */
const verb = '^server/src/(?<domain>[^/]+)/\\k<domain>\\.ts$';
/** Whatever touches the outside world, or leads to what does. */
const inputAndOutput = [
  '^server/src/(http/(?!json|bag)|events|jobs|realtime|mail|storage|channels)',
  called('routes'),
  called('jobs'),
  '^(fs|net|http|https|http2|dns|tls|dgram|child_process|worker_threads|cluster|timers)(/|$)',
].join('|');

const notATest = { pathNot: test };
const notAType = { dependencyTypesNot: ['type-only' as const] };

export const forbidden: IForbiddenRuleType[] = [
  {
    name: 'no-circle',
    severity: 'error',
    comment:
      'Find the piece that both need and give it a name, or let one of them take it as an argument.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'resolvable',
    severity: 'error',
    comment: 'There is no such file or package.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'platform-knows-no-domain',
    severity: 'error',
    comment:
      'db, http, events, jobs … serve any domain: hand it in from app.ts, or move it to the domain.',
    from: { path: platformFile, ...notATest },
    to: { path: domainFile },
  },
  {
    name: 'rules-do-no-io',
    severity: 'error',
    comment: 'A rule decides about what it is given. Load it in the verb and pass it.',
    from: { path: called('rules'), ...notATest },
    to: { path: [inputAndOutput, '^server/src/db/', called('queries'), verb], ...notAType },
  },
  {
    name: 'queries-are-sql',
    severity: 'error',
    comment: 'queries.ts holds SQL and nothing else; what happens around it belongs to the verb.',
    from: { path: called('queries'), ...notATest },
    to: {
      path: [inputAndOutput, verb, 'node_modules/'],
      pathNot: ['node_modules/sql-template-tag/', 'node_modules/pg/'],
      ...notAType,
    },
  },
  {
    name: 'presenters-only-show',
    severity: 'error',
    comment: 'present.ts turns a row into JSON. What it needs is loaded before and passed in.',
    from: { path: called('present'), ...notATest },
    to: {
      path: [inputAndOutput, '^server/src/db/', called('queries'), verb, 'node_modules/'],
      pathNot: ['^server/src/db/json\\.ts$', 'node_modules/sql-template-tag/'],
      ...notAType,
    },
  },
  {
    name: 'schemas-are-shapes',
    severity: 'error',
    comment: 'schema.ts describes shapes with TypeBox, and with constants that others use too.',
    from: { path: called('schema'), ...notATest },
    to: {
      path: [inputAndOutput, '^server/src/db/', called('queries'), verb, 'node_modules/'],
      pathNot: ['^server/src/http/schema\\.ts$', 'node_modules/typebox/'],
      ...notAType,
    },
  },
  {
    name: 'routes-are-the-edge',
    severity: 'error',
    comment: 'Only the application mounts routes. What two routes share is a verb or a query.',
    from: { pathNot: ['^server/src/(app|server|routes)\\.ts$', '^(tools|bin)/', test] },
    to: { path: called('routes') },
  },
  {
    name: 'db-owns-the-driver',
    severity: 'error',
    comment: 'Everything else talks to PostgreSQL through server/src/db.',
    from: { path: '^server/src/', pathNot: ['^server/src/db/', test] },
    to: { path: 'node_modules/pg/', ...notAType },
  },
  {
    name: 'no-tests-in-the-product',
    severity: 'error',
    comment: 'Code that ships must not need the tests.',
    from: { path: '^(server|client|console|widget)/', ...notATest },
    to: { path: test },
  },
  {
    name: 'no-dev-dependencies-in-the-product',
    severity: 'error',
    comment:
      'The package is only there in development: move it to dependencies, or the import to a test.',
    from: { path: '^(server/src|client|console/src|widget/src)/', ...notATest },
    to: { dependencyTypes: ['npm-dev'], ...notAType },
  },
  {
    name: 'the-server-stands-alone',
    severity: 'error',
    comment: 'bin, tools, bench and the client use the server, never the other way round.',
    from: { path: '^server/src/', ...notATest },
    to: { path: '^(bin|tools|bench|verify|client|console|widget)/' },
  },
  {
    name: 'the-client-stands-alone',
    severity: 'error',
    comment: 'The client knows the server by client/openapi.json only.',
    from: { path: '^client/', ...notATest },
    to: { path: '^(server|bin|tools)/' },
  },
  {
    name: 'the-console-is-a-client',
    severity: 'error',
    comment: 'The console knows the server by the client package and its address only.',
    from: { path: '^console/src/', ...notATest },
    to: { path: '^(server|widget|bin|tools)/' },
  },
  {
    name: 'the-widget-stands-alone',
    severity: 'error',
    comment: 'What websites load knows the server by its address only.',
    from: { path: '^widget/src/', ...notATest },
    to: { path: '^(server|client|bin|tools)/' },
  },
  {
    name: 'the-script-on-websites-is-small',
    severity: 'error',
    comment:
      'What both need stands beside sdk/ and page/; the script brings none of the page along.',
    from: { path: '^widget/src/sdk/' },
    to: { path: '^widget/src/page/|node_modules/(preact|@preact)/' },
  },
];
