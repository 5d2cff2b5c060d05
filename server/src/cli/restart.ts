import type { Config } from '../config.ts';
import { lockHolder } from '../lock.ts';
import { sendSignal } from '../processes.ts';
import { StartError } from '../start-error.ts';
import type { Values } from './commands.ts';
import { serverLock } from './database.ts';

/** `confab restart` */
export async function restart(_values: Values, config: Config): Promise<void> {
  const pid = lockHolder(serverLock(config));
  if (pid === undefined || !sendSignal(pid, 'SIGUSR2')) {
    throw new StartError(
      `No server runs here (lock: ${serverLock(config)}): start it with confab start --workers 2, or set DATA_DIR and PORT to its own`,
    );
  }
  console.log(`The server with pid ${pid} replaces its processes; its log says when it is done`);
}
