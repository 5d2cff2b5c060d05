import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/**
 * The options of a program, by the rules of `parseArgs`. For `--help`, and beside what is wrong with an option,
 * it prints the comment with which the program's file begins, and ends.
 */
export function readOptions<T extends ParseArgsConfig>(
  file: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  const usage = usageOf(readFileSync(file, 'utf8'));
  if (process.argv.slice(2).includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    // Only its first sentence: the rest tells of a way to write it that helps nobody here.
    const [said] = (error as Error).message.split('. ');
    console.error(`${said}\n\n${usage}`);
    process.exit(2);
  }
}

/** The comment at the beginning of a file, without its stars. */
const usageOf = (source: string): string =>
  (/^\/\*\*\n([^]*?)\n \*\//.exec(source)?.[1] ?? '').replaceAll(/^ \* ?/gm, '');
