import type { Config } from '../config.ts';
import type { Values } from './commands.ts';
import { checkClock, checkDatabase } from './check-database.ts';
import { checkDataDir } from './check-data-dir.ts';
import { checkMail, checkUrl } from './check-network.ts';
import { checkSettings } from './check-settings.ts';
import type { Finding } from './finding.ts';

const MARKS = { good: '✓', note: '!', bad: '✗' };

/** `confab doctor`: prints a line for each thing looked at; 1 when one of them must be mended. */
export async function examine(_values: Values, config: Config): Promise<number> {
  const findings: Finding[] = [];
  const report = (found: Finding[]): void => {
    for (const { state, subject, text } of found) {
      console.log(`${MARKS[state]} ${subject.padEnd(15)} ${text}`);
    }
    findings.push(...found);
  };
  report(checkDataDir(config));
  const { found, facts } = await checkDatabase(config);
  report(found);
  report(checkClock(facts));
  report(await checkMail(config));
  report(await checkSettings(config));
  report(await checkUrl(config));
  return findings.some((finding) => finding.state === 'bad') ? 1 : 0;
}
