import type { Command } from './commands.ts';

/** What `confab --help` prints. */
export function overallHelp(commands: Command[]): string {
  return [
    'Confab, a conversation desk. Usage: confab <command> [flags]',
    '',
    ...columns(commands.map((command) => [command.name, command.about])),
    '',
    'A new desk: account create, then user create --role administrator; or demo for one to look at.',
    'From a Chatwoot: import chatwoot --dry-run first (docs/import.md).',
    '',
    'In a clone: npm run confab -- <command> [flags]',
    'confab <command> --help shows its flags. Settings come from the environment (PORT, DATA_DIR,',
    'DATABASE_URL, BASE_URL …); README.md lists them.',
  ].join('\n');
}

/** What `confab <command> --help` prints. */
export function commandHelp(command: Command): string {
  const flags = Object.entries(command.flags);
  const usage = flags.map(([name, flag]) => {
    const text = flag.value === undefined ? `--${name}` : `--${name} ${flag.value}`;
    return flag.required === true ? text : `[${text}]`;
  });
  return [
    `Usage: ${['confab', command.name, ...usage].join(' ')}`,
    '',
    `${command.about}.`,
    '',
    ...columns([
      ...flags.map(([name, flag]) => [`--${name}`, flag.about]),
      ['--help', 'show this'],
    ]),
  ].join('\n');
}

function columns(lines: string[][]): string[] {
  const width = Math.max(...lines.map(([left = '']) => left.length));
  return lines.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`);
}
