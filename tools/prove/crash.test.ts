import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Audit, audit, createTenant } from './crash/audit.ts';
import type { AuditTenant } from './crash/batches.ts';
import { startEarlyAcknowledger } from './crash/early-acknowledger.ts';
import { checkReports } from './crash/reports.ts';
import { openSite, type Site } from './crash/site.ts';

const PATIENCE_MS = 180_000;

let site: Site;
let tenant: AuditTenant;
let found: Audit;
beforeAll(async () => {
  site = openSite();
  await site.start();
  tenant = await createTenant(site, 'audited');
}, PATIENCE_MS);
afterAll(() => site?.remove(), PATIENCE_MS);

test(
  'what was acknowledged outlives kill -9 of the server and of its database, once and as it was sent',
  async () => {
    found = await audit(site, { seed: 3, tenants: [tenant], victims: ['server', 'database', 'server'], between: [10, 30] });
    expect(found.kills).toBe(3);
    expect(found.attempts).toBeGreaterThan(found.batches);
    expect(found.verdict).toMatchObject({ lost: 0, doubled: 0, altered: 0, unexpected: 0 });
    expect(found.serversLost).toBe(0);
    expect(found.verdict.acknowledged).toBe(found.verdict.attempted);
    expect(found.stored).toHaveLength(found.verdict.attempted);
  },
  PATIENCE_MS,
);

test(
  'reports after it are the sums of what is stored, the same from rollups and from paths, and the same after matching everything again',
  async () => {
    const { reports, ...faults } = await checkReports(site, tenant, found.stored);
    expect(reports).toBeGreaterThan(0);
    expect(faults).toEqual({ wrongTotals: 0, differFromPaths: 0, differAfterRebuild: 0, changedPaths: 0 });
  },
  PATIENCE_MS,
);

test(
  'the audit notices a server that answers before COMMIT',
  async () => {
    const liar = await startEarlyAcknowledger(site.address);
    const victims = ['server', 'server'] as const;
    const tenants = [await createTenant(site, 'betrayed')];
    const control = await audit(site, { seed: 4, tenants, victims, between: [10, 30], address: liar.address, settle: liar.close });
    expect(control.verdict.lost).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);
