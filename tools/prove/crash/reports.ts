import { setTimeout as pause } from 'node:timers/promises';
import type { AuditTenant } from './batches.ts';
import type { Stored } from './ledger.ts';
import { runJson, type Site } from './site.ts';
import { countPathVersions } from './stored.ts';

const MODELS = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'];
const GROUPS = ['campaign', 'show', 'day'];
/** An option that excludes nothing here: the same figures then come from paths instead of rollups. */
const FROM_PATHS = 'exclude=referrer:nobody.example';

/** How a tenant's reports compare with what was sent and with recomputations. */
export interface ReportCheck {
  /** Reports that were read. */
  reports: number;
  /** Those of them whose totals are not the sum of what is stored. */
  wrongTotals: number;
  /** Those whose rows, out of rollups, differ from the same computed from paths. */
  differFromPaths: number;
  /** Those that are not the same after everything was matched again. */
  differAfterRebuild: number;
  /** Paths that matching again changed. */
  changedPaths: number;
}

interface Report {
  totals: { conversions: number; valueMinor: number };
  rows: unknown[];
}

async function read(site: Site, { apiKey }: AuditTenant, path: string): Promise<unknown> {
  const response = await fetch(`${await site.address()}/api/v1/attribution/${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function waitUntilMatched(site: Site, tenant: AuditTenant): Promise<void> {
  for (;;) {
    const { waitingConversions } = (await read(site, tenant, 'status')) as { waitingConversions: number };
    if (waitingConversions === 0) return;
    await pause(100);
  }
}

async function readReports(site: Site, tenant: AuditTenant, more = ''): Promise<Report[]> {
  const reports: Report[] = [];
  for (const model of MODELS) {
    for (const groupBy of GROUPS)
      reports.push((await read(site, tenant, `report?model=${model}&groupBy=${groupBy}&currency=USD${more}`)) as Report);
  }
  return reports;
}

function figures({ totals, rows }: Report): string {
  return JSON.stringify([totals, rows]);
}

/** Reads a tenant's reports, recomputes them in every way there is, and counts the differences. */
export async function checkReports(site: Site, tenant: AuditTenant, stored: readonly Stored[]): Promise<ReportCheck> {
  const values = stored
    .filter(({ key }) => key.startsWith(`${tenant.tenantId}/conversions/`))
    .map(({ content }) => Number(content.split(' ')[1]));
  const valueMinor = values.reduce((sum, value) => sum + value, 0);
  await waitUntilMatched(site, tenant);
  const reports = await readReports(site, tenant);
  const fromPaths = await readReports(site, tenant, `&${FROM_PATHS}`);
  const versions = await countPathVersions(site, [tenant]);
  await runJson(site, ['attribution', 'run', '--tenant', tenant.slug, '--rebuild']);
  await waitUntilMatched(site, tenant);
  const rebuilt = await readReports(site, tenant);
  const differs = (others: Report[]) => reports.filter((report, place) => figures(report) !== figures(others[place])).length;
  return {
    reports: reports.length,
    wrongTotals: reports.filter(({ totals }) => totals.conversions !== values.length || totals.valueMinor !== valueMinor).length,
    differFromPaths: differs(fromPaths),
    differAfterRebuild: differs(rebuilt),
    changedPaths: (await countPathVersions(site, [tenant])) - versions,
  };
}
