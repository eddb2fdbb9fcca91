import { setTimeout as pause } from 'node:timers/promises';
import { type AuditTenant, batchOf, type Batch } from './batches.ts';
import { acknowledge, attempt, type Ledger } from './ledger.ts';

const ANSWER_MS = 20_000;
const AGAIN_MS = 20;

export interface ClientOptions {
  /** Where to send; waits while nothing listens there. */
  address(): Promise<string>;
  tenants: readonly AuditTenant[];
  ledger: Ledger;
  seed: number;
  count: number;
  /** Numbers of clients begin here, so that two audits of one tenant send different events. */
  first?: number;
  /** Told of every answer: true when it acknowledged a batch, false when it refused it or did not come. */
  noticed?: (isAcknowledged: boolean) => void;
}

/** Clients that post batch after batch and send each again until it is acknowledged. */
export interface Clients {
  /** Resolves when so many more batches were acknowledged from now on. */
  afterAcknowledged(batches: number): Promise<void>;
  /** Resolves when some request from now on was refused or cut off. */
  afterRefused(): Promise<void>;
  /** Lets each client finish the batch that it is at. @throws what made a client give up. */
  stop(): Promise<{ batches: number; attempts: number }>;
}

/** Whether the batch was acknowledged; notes an answer that a good batch should not get. */
async function post(address: string, tenant: AuditTenant, { kind, items, sent }: Batch, ledger: Ledger): Promise<boolean> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(`${address}/api/v1/${kind}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ [kind]: items }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    body = await response.text();
  } catch {
    return false;
  }
  if (response.status === 202) {
    const { accepted, duplicates } = JSON.parse(body) as { accepted: number; duplicates: number };
    if (accepted + duplicates !== items.length) ledger.surprises.push(body);
    ledger.storedBefore += duplicates;
    acknowledge(ledger, sent);
    return true;
  }
  if (response.status < 500) throw new Error(`a good batch was answered ${response.status}: ${body}`);
  return false;
}

/** Starts `count` clients, which take turns among the tenants. */
export function startClients({ address, tenants, ledger, seed, count, first = 0, noticed }: ClientOptions): Clients {
  let isStopping = false;
  let [acknowledged, attempts] = [0, 0];
  const waiting: { at: number; resolve: () => void }[] = [];
  let refusal = Promise.withResolvers<void>();

  async function send(tenant: AuditTenant, batch: Batch): Promise<void> {
    attempt(ledger, batch.sent);
    for (;;) {
      attempts += 1;
      const isAcknowledged = await post(await address(), tenant, batch, ledger);
      noticed?.(isAcknowledged);
      if (isAcknowledged) break;
      refusal.resolve();
      await pause(AGAIN_MS);
    }
    acknowledged += 1;
    for (const one of waiting.filter(({ at }) => at <= acknowledged)) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
  }

  const clients = Array.from({ length: count }, async (_, place) => {
    for (let number = 0; !isStopping; number += 1) {
      const tenant = tenants[(place + number) % tenants.length];
      await send(tenant, batchOf({ seed, tenant, client: first + place, number }));
    }
  });
  const ended = Promise.all(clients);
  // Whoever waits for the clients next is told why they gave up.
  ended.catch(() => undefined);
  const orFailure = (promise: Promise<void>) => Promise.race([promise, ended.then(() => undefined)]);
  return {
    afterAcknowledged: (batches) => orFailure(new Promise((resolve) => void waiting.push({ at: acknowledged + batches, resolve }))),
    afterRefused() {
      refusal = Promise.withResolvers();
      return orFailure(refusal.promise);
    },
    async stop() {
      isStopping = true;
      await ended;
      return { batches: acknowledged, attempts };
    },
  };
}
