import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf, type Expectation, type Shapes } from './shapes.ts';

/** One command of the document, without what is the same in all of them. */
interface Call {
  title: string;
  /** Not in the document: it prepares or checks what a call of the document does. */
  extra?: boolean;
  method: string;
  /** Below …/conversations. */
  path: string;
  body?: unknown;
  form?: Record<string, string>;
  status?: number;
  /** Ids in the answer that later calls use. */
  keep?: Record<string, string>;
  answer: Expectation;
}

/** The server, and whom and what the calls are about. */
export interface Target {
  url: string;
  token: string;
  account: number;
  contact: number;
  inbox: number;
  agent: number;
}

export interface Outcome {
  title: string;
  extra: boolean;
  /** As a person would type it; the token is left out. */
  command: string;
  problems: string[];
}

const document = JSON.parse(readFileSync(join(import.meta.dirname, 'calls.json'), 'utf8')) as {
  shapes: Shapes;
  calls: Call[];
};

/** Runs every command with the real curl, in an order in which they find what they need. */
export async function runDocument(target: Target): Promise<Outcome[]> {
  const names: Record<string, unknown> = { ...target };
  const outcomes: Outcome[] = [];
  for (const call of document.calls) outcomes.push(await runCall(call, target, names));
  return outcomes;
}

async function runCall(
  call: Call,
  target: Target,
  names: Record<string, unknown>,
): Promise<Outcome> {
  const { answer, status, ...wanted } = fill(call, names) as Call;
  const words = wordsOf(wanted, target);
  const said = await curl([...words, '-H', `api_access_token: ${target.token}`]);
  const problems = said.error ?? judge(said, { answer, status });
  if (problems.length === 0) {
    const body = JSON.parse(said.body || '{}') as Record<string, unknown>;
    for (const [name, key] of Object.entries(call.keep ?? {})) names[name] = body[key];
  }
  const command = `curl ${words.map(quoted).join(' ')}`;
  return { title: call.title, extra: call.extra ?? false, command, problems };
}

function wordsOf({ method, path, body, form }: Omit<Call, 'answer'>, target: Target): string[] {
  const { url, account } = target;
  const words = ['-X', method, `${url}/api/v1/accounts/${account}/conversations${path}`];
  if (body !== undefined) {
    words.push('-H', 'Content-Type: application/json', '-d', JSON.stringify(body));
  }
  for (const [key, value] of Object.entries(form ?? {})) {
    const isFile = value.startsWith('@');
    const shown = isFile ? `@${join(import.meta.dirname, value.slice(1))};type=text/plain` : value;
    words.push('-F', `${key}=${shown}`);
  }
  return words;
}

/** Puts ids where their names stand; one that stands alone becomes a number. */
function fill(value: unknown, names: Record<string, unknown>): unknown {
  if (typeof value === 'string') {
    const whole = /^\{(\w+)\}$/.exec(value)?.[1];
    if (whole !== undefined) return names[whole];
    return value.replace(/\{(\w+)\}/g, (_all, name: string) => String(names[name]));
  }
  if (Array.isArray(value)) return value.map((each) => fill(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, names)]));
}

interface Said {
  status: number;
  type: string;
  body: string;
  error?: string[];
}

const MARK = '\n## ';

function curl(words: string[]): Promise<Said> {
  const args = ['-sS', '-m', '30', '-w', `${MARK}%{http_code} %{content_type}`, ...words];
  return new Promise((resolve) => {
    execFile('curl', args, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const at = stdout.lastIndexOf(MARK);
      const [, status, type = ''] = /^(\d+) (.*)$/.exec(stdout.slice(at + MARK.length)) ?? [];
      const said = { status: Number(status), type, body: stdout.slice(0, Math.max(at, 0)) };
      resolve(error === null ? said : { ...said, error: [stderr.trim() || error.message] });
    });
  });
}

function judge(said: Said, call: Pick<Call, 'answer' | 'status'>): string[] {
  const isExpected = call.status === undefined ? ok(said.status) : said.status === call.status;
  if (!isExpected) return [`status ${said.status}: ${said.body.slice(0, 200)}`];
  if (!said.type.startsWith('application/json')) return [`content type ${said.type}`];
  if (call.answer === 'empty') {
    return said.body === '' ? [] : [`the answer is not empty: ${said.body.slice(0, 60)}`];
  }
  try {
    return problemsOf(JSON.parse(said.body), call.answer, document.shapes);
  } catch {
    return [`the answer is no JSON: ${said.body.slice(0, 60)}`];
  }
}

const ok = (status: number): boolean => status >= 200 && status < 300;

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
