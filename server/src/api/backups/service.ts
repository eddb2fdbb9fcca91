import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPaths } from '../../attribution/path-checks/service.ts';
import { recordPlatformAuditIn } from '../../platform/audit.ts';
import { backupName, keepNewest } from '../../platform/backup/folder.ts';
import { type MadeBackup, makeBackup } from '../../platform/backup/making.ts';
import { type BackupSummary, readVerified, summaryOf, type VerifiedBackup } from '../../platform/backup/reading.ts';
import { loadAll, loadTenant, markGround, surveyGround } from '../../platform/backup/restoring.ts';
import type { Secrets } from '../../platform/backup/sealed-chunks.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { refusal } from '../../platform/errors.ts';
import { checkApplied, migrate, readMigrations } from '../../platform/postgres/migrate.ts';
import type { Settings } from '../../platform/settings.ts';
import { inAuth, inTenant } from '../../platform/tenant-door.ts';
import { reapplyErasures } from '../../privacy/subjects/service.ts';
import { reactivateTenantIn } from '../../tenants/lifecycle/service.ts';
import { listTenantSlugs } from '../../tenants/service.ts';

/** What somebody asks a backup to be. */
export interface BackupOptions {
  /** The folder; that of the settings when undefined. */
  folder?: string | undefined;
  slug?: string | undefined;
  /** How many backups of the same scope are kept; all when undefined. */
  keep?: number | undefined;
  signal?: AbortSignal | undefined;
  onRows?: ((rows: number) => void) | undefined;
}

/** The logins of a database that backups go by. */
interface BackupUrls {
  ownerUrl: string;
  jobsUrl: string;
}

/**
 * Makes a backup in a folder, verifies it, and only then deletes those beyond the newest so many. Resolves with it and with the files that
 * were deleted.
 */
export async function backUp(
  _actor: 'system',
  { settings, clock, ownerUrl, jobsUrl }: BackupUrls & { settings: Settings; clock: Clock },
  { folder = settings.backupDir, slug, keep, signal, onRows }: BackupOptions,
): Promise<{ made: MadeBackup; removed: string[] }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const nowMs = clock();
  const file = join(folder, backupName(nowMs, slug));
  const made = await makeBackup({ ownerUrl, jobsUrl, secretKey: settings.secretKey, file, nowMs, slug, signal, onRows });
  return { made, removed: keep === undefined ? [] : await keepNewest(folder, { slug, keep, nowMs }) };
}

/** What somebody asks a restore to be. */
export interface RestoreOptions {
  file: string;
  /** The tenant that alone is restored; everything when undefined. */
  slug?: string | undefined;
  /** Whether each tenant's credit is computed anew and compared. */
  verifyCredit: boolean;
  signal?: AbortSignal | undefined;
  onRows?: ((rows: number) => void) | undefined;
}

/** A tenant's credit, computed anew from its events, beside what is stored. */
export interface CreditCheck {
  tenant: string;
  conversions: number;
  verdict: 'same' | 'differs' | 'unsettled';
}

/** What a restore came to. */
export interface Restored {
  backup: BackupSummary;
  /** Parts, one table of one tenant each, that were read back and are what the backup says. */
  comparedParts: number;
  rows: number;
  /** Events of erased people that the backup still held, and that were erased again. */
  erasedAgain: number;
  /** Members of a single tenant who were left away since there is no such person. */
  membersLeftOut: number;
  credit: CreditCheck[] | null;
}

/** What both kinds of restore need. */
interface Restoring extends RestoreOptions, BackupUrls {
  secrets: Secrets;
  verified: VerifiedBackup;
  /** Opens the installation, which brings its schema up to date. */
  open(): Promise<{ context: Context; close(): Promise<void> }>;
}

/**
 * Reads a backup to its end before anything is touched, and makes sure that it can be restored by this version and as it was asked.
 * @throws AppError with the reason.
 */
export async function verifyForRestore(
  _actor: 'system',
  { file, slug, secrets, signal, migrationsFolder }: RestoreOptions & { secrets: Secrets; migrationsFolder: string },
): Promise<VerifiedBackup> {
  const verified = await readVerified(file, { secrets, signal });
  const { migrations, scope, tenants } = verified.head;
  const known = await readMigrations(migrationsFolder);
  if (migrations.length > known.length)
    throw refusal(
      `The backup is of a newer version of Earshot: it knows ${migrations.at(-1)?.name ?? '?'}. ` +
        'Restore it with that version, or a later one.',
    );
  checkApplied(migrations, known);
  if (slug === undefined && scope === 'tenant')
    throw refusal(`The backup holds the tenant "${tenants[0]?.slug}" alone. Add --tenant ${tenants[0]?.slug} to restore it beside others.`);
  if (slug !== undefined && !tenants.some((tenant) => tenant.slug === slug))
    throw refusal(`The backup holds no tenant "${slug}". "earshot backup verify" lists those it holds.`);
  return verified;
}

async function checkCredit(context: Context, only: string | undefined, signal?: AbortSignal): Promise<CreditCheck[]> {
  const checks: CreditCheck[] = [];
  for (const [tenantId, tenant] of await listTenantSlugs(context, 'system')) {
    if (only !== undefined && tenant !== only) continue;
    const { conversions, verdict } = await checkPaths(context, 'system', tenantId, { signal });
    checks.push({ tenant, conversions, verdict });
  }
  return checks;
}

const totalOf = (counts: object) => Object.values(counts).reduce((sum: number, count) => sum + Number(count), 0);

/** Records the restore in the installation's own log and compares credit where that is asked. */
async function finish(
  context: Context,
  { verified, slug, verifyCredit, signal }: Restoring,
  counts: Omit<Restored, 'backup' | 'credit'>,
): Promise<Restored> {
  const backup = summaryOf(verified, 0);
  const { madeAt, scope, migration } = backup;
  const after = { madeAt, scope, migration, rows: counts.rows };
  await inAuth(context.db, (tx) =>
    recordPlatformAuditIn(tx, { actor: 'system', action: 'backup.restore', target: slug ?? 'everything', after }),
  );
  return { backup, ...counts, credit: verifyCredit ? await checkCredit(context, slug, signal) : null };
}

/**
 * Restores everything into an empty database: the tables as they were when the backup was made, all rows in one transaction that ends only
 * when they were read back, then the migrations since, then the erasures since.
 * @throws AppError when the database is not empty; with the reason for which nothing was restored.
 */
export async function restoreAll(
  _actor: 'system',
  { place, migrationsFolder, ...restoring }: Restoring & { place: string; migrationsFolder: string },
): Promise<Restored> {
  const { ownerUrl, jobsUrl, verified } = restoring;
  const { tables, isHalf } = await surveyGround(ownerUrl);
  if (tables > 0 && !isHalf)
    throw refusal(
      `${place} is in use: it holds tables. A whole backup is restored into an empty one; set EARSHOT_DATA_DIR to a new folder with the ` +
        'secret.key and the newest erasures.ndjson in it, or DATABASE_URL to an empty database. One tenant alone comes back with --tenant.',
    );
  await markGround(ownerUrl);
  await migrate(ownerUrl, migrationsFolder, jobsUrl, { count: verified.head.migrations.length });
  const comparedParts = await loadAll(restoring);
  const rows = verified.segments.reduce((sum, one) => sum + one.sum.rows, 0);
  const { context, close } = await restoring.open();
  try {
    const erasedAgain = totalOf(await reapplyErasures(context, 'system'));
    return await finish(context, restoring, { comparedParts, rows, membersLeftOut: 0, erasedAgain });
  } finally {
    await close();
  }
}

/**
 * Restores one tenant beside the others, which are not touched. It is let in again only when who was erased since is erased again.
 * @throws AppError when there is a tenant of that id or slug; when the schema is another than the backup's.
 */
export async function restoreTenant(_actor: 'system', restoring: Restoring & { migrationsFolder: string }): Promise<Restored> {
  const { verified, slug = '', open, migrationsFolder } = restoring;
  const { migrations, tenants } = verified.head;
  const tenant = tenants.find((one) => one.slug === slug);
  if (!tenant) throw refusal(`The backup holds no tenant "${slug}".`);
  if (migrations.length !== (await readMigrations(migrationsFolder)).length)
    throw refusal(
      `The backup is of an older version, up to ${migrations.at(-1)?.name}, and one tenant of it fits into no newer tables. Restore the ` +
        'whole backup into an empty data folder, which brings it up to date, make a backup of the tenant there, and restore that one here.',
    );
  const { context, close } = await open();
  try {
    const there = await listTenantSlugs(context, 'system');
    if (there.has(tenant.tenantId) || [...there.values()].includes(slug))
      throw refusal(`There is a tenant "${slug}" already: a tenant is restored only where it was deleted, or never was.`);
    const { comparedParts, membersLeftOut, wasSuspended } = await loadTenant(restoring, tenant);
    const rows = verified.segments.filter((one) => one.tenantId === tenant.tenantId).reduce((sum, one) => sum + one.sum.rows, 0);
    const erasedAgain = totalOf(await reapplyErasures(context, 'system', tenant.tenantId));
    if (!wasSuspended) await inTenant(context.db, tenant.tenantId, (tx) => reactivateTenantIn(tx, 'system'));
    return await finish(context, restoring, { comparedParts, rows, membersLeftOut, erasedAgain });
  } finally {
    await close();
  }
}
