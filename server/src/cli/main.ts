import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { StartError } from '../start-error.ts';
import { type Command, commands, type Values } from './commands.ts';
import { commandHelp, overallHelp } from './help.ts';

/** The command was typed wrongly; it has not been run. */
class UsageError extends Error {}

process.exitCode = await main(process.argv.slice(2));
// What failed may have left something behind that would keep the process, and whoever looks after it, waiting.
if (process.exitCode !== 0) setTimeout(() => process.exit(), 5000).unref();

/** @returns the exit code: 0 done, 1 refused with one sentence, 2 typed wrongly. */
async function main(words: string[]): Promise<number> {
  try {
    if (['help', '--help', '-h', undefined].includes(words[0])) {
      console.log(overallHelp(commands));
      return words.length === 0 ? 2 : 0;
    }
    const command = findCommand(words);
    const values = parse(command, words.slice(command.name.split(' ').length));
    if (values['help'] === true) {
      console.log(commandHelp(command));
      return 0;
    }
    requireFlags(command, values);
    const run = await command.load();
    return (await run(values, loadConfig())) ?? 0;
  } catch (error) {
    if (error instanceof UsageError || error instanceof StartError) {
      console.error(error.message);
      return error instanceof UsageError ? 2 : 1;
    }
    console.error('Confab failed in a way that it should not; please report what follows.', error);
    return 1;
  }
}

function findCommand(words: string[]): Command {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const found = commands.find((command) => command.name === name);
    if (found !== undefined) return found;
  }
  const near = commands.filter((command) => command.name.startsWith(`${words[0]} `));
  if (near.length === 0) throw new UsageError(`Unknown command "${words[0]}": see confab --help`);
  const names = near.map((command) => `confab ${command.name}`).join(' or ');
  throw new UsageError(`"confab ${words[0]}" wants one more word: ${names}`);
}

function parse(command: Command, args: string[]): Values {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, flag]) => [
      name,
      {
        type: flag.value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: flag.many === true,
      },
    ]),
  );
  try {
    return parseArgs({
      args,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: false,
    }).values;
  } catch (error) {
    // Node adds advice for programmers after the first sentence.
    const what = (error as Error).message.split('. ')[0];
    throw new UsageError(`${what}: see confab ${command.name} --help`, { cause: error });
  }
}

function requireFlags(command: Command, values: Values): void {
  const missing = Object.entries(command.flags)
    .filter(([name, flag]) => flag.required === true && !values[name])
    .map(([name]) => `--${name}`);
  if (missing.length === 0) return;
  throw new UsageError(
    `confab ${command.name} needs ${missing.join(' and ')}: see confab ${command.name} --help`,
  );
}
