import { recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { inAuth, inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { listDue, listTenantTables } from '../lifecycle/store.ts';
import { keepStorageIn, sendEventNotices } from '../quotas/service.ts';
import { forgetTenantKeys } from '../service.ts';
import { forgetStanding } from '../standing/service.ts';
import { countRows, eraseTenant, listAllTenants, listBytesPerRow } from './store.ts';

const SECOND_MS = 1_000;
const NOTICES_EVERY_MS = 10 * SECOND_MS;
const ERASE_EVERY_MS = 60 * SECOND_MS;
const MEASURE_EVERY_MS = 3_600 * SECOND_MS;

/** What a row is taken to need in a table that PostgreSQL has not counted yet. */
const BYTES_PER_ROW = 500;

/** Estimates what each tenant stores: its rows in every table, times what a row of that table takes on average, indexes included. */
export async function measureStorage(context: Context, _actor: 'system'): Promise<void> {
  const bytesPerRow = await inDirectory(context.db, listBytesPerRow);
  const measure = async (tenantId: string) => {
    const counts = await inTenant(context.db, tenantId, async (tx) => countRows(tx, await listTenantTables(tx)), { readOnly: true });
    const bytes = counts.reduce((sum, { table, rows }) => sum + rows * (bytesPerRow.get(table) ?? BYTES_PER_ROW), 0);
    await inTenant(context.db, tenantId, (tx) => keepStorageIn(context, tx, Math.round(bytes)));
    forgetStanding(context, tenantId);
  };
  const options = { task: 'storage-measuring', failure: "a tenant's storage could not be measured; it is tried again", log: context.log };
  await forEachTenant(await inDirectory(context.db, listAllTenants), measure, options);
}

/**
 * Deletes every row of the closed tenants whose grace period is over, in every table, their hashing keys and data keys among them; what is
 * left is a line in the installation's own log. Returns their ids.
 */
export async function eraseClosedTenants(context: Context, actor: 'system'): Promise<string[]> {
  const gone: string[] = [];
  const erase = async (tenantId: string) => {
    const erased = await inAuth(context.db, async (tx) => {
      const counts = await eraseTenant(tx, tenantId);
      const isErased = Object.keys(counts).length > 0;
      if (isErased) await recordPlatformAuditIn(tx, { actor, action: 'tenant.erase', target: tenantId, before: { rows: counts } });
      return isErased;
    });
    forgetStanding(context, tenantId);
    forgetTenantKeys(context, tenantId);
    if (erased) gone.push(tenantId);
  };
  const due = await inDirectory(context.db, (tx) => listDue(tx, new Date(context.clock())));
  await forEachTenant(due, erase, {
    task: 'tenant-erasure',
    failure: 'a closed tenant could not be deleted; it is tried again',
    log: context.log,
  });
  return gone;
}

/** What is done for tenants in the background, until `close`. */
export interface TenantUpkeep {
  close(): Promise<void>;
}

/**
 * Sends quota notices every ten seconds, deletes closed tenants every minute and estimates storage every hour. A failure is logged and
 * tried again the next time.
 */
export function startTenantUpkeep(context: Context): TenantUpkeep {
  const running = new Set<Promise<void>>();
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      context.log.warn({ err: error }, `${what}; it is tried again`);
    }
  };
  const start = (everyMs: number, what: string, work: () => Promise<unknown>): NodeJS.Timeout => {
    let turn: Promise<void> | undefined;
    return setInterval(() => {
      turn ??= attempt(what, work).finally(() => {
        if (turn) running.delete(turn);
        turn = undefined;
      });
      running.add(turn);
    }, everyMs);
  };
  const timers = [
    start(NOTICES_EVERY_MS, 'quota notices could not be sent', () => sendEventNotices(context, 'system')),
    start(ERASE_EVERY_MS, 'closed tenants could not be deleted', () => eraseClosedTenants(context, 'system')),
    start(MEASURE_EVERY_MS, 'storage could not be measured', () => measureStorage(context, 'system')),
  ];
  return {
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}
