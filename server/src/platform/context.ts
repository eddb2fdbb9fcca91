import type { Clock } from './clock.ts';
import type { ErasureLog } from './erasure-log.ts';
import type { Logger } from './log.ts';
import type { OperatorAi } from './operator-ai.ts';
import type { Network } from './outbound-address.ts';
import type { Outbound } from './outbound.ts';
import type { Spool } from './spool.ts';
import type { Database } from './tenant-door.ts';

/** What a use case needs from the process: the database, the time, the log and the installation's secret. Made once, in `main.ts`. */
export interface Context {
  db: Database;
  clock: Clock;
  log: Logger;
  /** 32 bytes derived from the installation's secret; seals what the database must not hold in the clear. */
  sealingKey: Buffer;
  /** The same of the secret before this one, while the secret is being changed. */
  previousSealingKey?: Buffer | undefined;
  /** 32 bytes that follow from the sealing key: what public addresses need of the secret, and all that a redirector has of it. */
  edgeKey: Buffer;
  previousEdgeKey?: Buffer | undefined;
  /** Scheme, host and port under which people reach this installation, without a slash at the end: where mailed links lead. */
  publicUrl: string;
  /** Where the service of breached passwords is asked, with a slash at the end; undefined asks none. */
  breachedPasswordsUrl?: string | undefined;
  /** What the operator has with vendors of AI, for tenants that bring no account of their own. */
  operatorAi: OperatorAi;
  /** The one way to call an address outside. */
  outbound: Outbound;
  /** What was erased, kept outside the database. */
  erasures: ErasureLog;
  /** Where public requests are kept from when they arrive until what they say is committed. */
  spool: Spool;
  /** The operator's own proxies: what they say of whom a request is from is believed. */
  trustedProxies: readonly Network[];
}

/** What answering public requests needs: no database. */
export type EdgeContext = Pick<Context, 'clock' | 'log' | 'spool' | 'trustedProxies' | 'publicUrl' | 'edgeKey' | 'previousEdgeKey'>;
