import { consistency } from './consistency/consistency.ts';
import { clientsConverge } from './clients/clients.ts';
import { clocks } from './clocks/clocks.ts';
import { bombs } from './bombs/bombs.ts';
import { counts } from './counts/counts.ts';
import { deadlines } from './deadlines/deadlines.ts';
import { failover } from './failover/failover.ts';
import { flat } from './flat/flat.ts';
import { filters } from './filters/filters.ts';
import { idempotency } from './idempotency/idempotency.ts';
import { jobs } from './jobs/jobs.ts';
import { kills } from './kills/kills.ts';
import { neighbours } from './neighbours/neighbours.ts';
import { numbers } from './numbers/numbers.ts';
import { peers } from './peers/peers.ts';
import { parity } from './parity/parity.ts';
import { rolling } from './rolling/rolling.ts';
import { snoozes } from './snoozes/snoozes.ts';
import { outbound } from './outbound/outbound.ts';
import { realtime } from './realtime/realtime.ts';
import { sockets } from './sockets/sockets.ts';
import { upgrade } from './upgrade/upgrade.ts';
import { webhooks } from './webhooks/webhooks.ts';
import type { Scenario } from './scenario.ts';

/** All there are, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  kills,
  realtime,
  consistency,
  webhooks,
  snoozes,
  jobs,
  clocks,
  idempotency,
  numbers,
  counts,
  parity,
  filters,
  rolling,
  upgrade,
  failover,
  outbound,
  bombs,
  sockets,
  neighbours,
  flat,
  peers,
  deadlines,
  clientsConverge,
];
