import { totalmem } from 'node:os';

const MB = 1024 * 1024;

/**
 * The command-line settings of the embedded PostgreSQL. What an acknowledged write rests on (fsync,
 * full_page_writes, synchronous_commit) is said out loud, so that no edited file can undo it.
 */
export function postgresSettings(overrides: Record<string, string> = {}): string[] {
  const memory = availableMemory();
  const settings: Record<string, string> = {
    listen_addresses: '',
    // Relative to the cluster: only its owner can enter, and no path is too long for a socket.
    unix_socket_directories: '.',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    shared_buffers: `${clamp(Math.floor(memory / 8 / MB), 32, 256)}MB`,
    effective_cache_size: `${Math.max(64, Math.floor(memory / 2 / MB))}MB`,
    work_mem: memory < 1024 * MB ? '4MB' : '16MB',
    maintenance_work_mem: memory < 1024 * MB ? '32MB' : '128MB',
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    jit: 'off',
    // No statement of ours joins a row with itself, and to look whether one does is a third of its planning.
    enable_self_join_elimination: 'off',
    // A table of a new desk grows from nothing to thousands of rows in a minute, and until it is looked at
    // statements are planned as if it were empty. More often would cost more than it saves: plans are made anew.
    autovacuum_naptime: '30s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    // Failed statements hold what customers wrote; the server logs its own errors, without that.
    log_min_messages: 'log',
    ...overrides,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Bytes that this process may use: of a container's limit, not of the machine that it runs on. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
