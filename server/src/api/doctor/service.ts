import { type Check, failed, ok, sentenceOf, tenantsText, warning } from './rules.ts';
import { checkCosts, checkIsolation, checkQueues } from './work.ts';
import type { Context, EdgeContext } from '../../platform/context.ts';
import { listLastPathChecks } from '../../attribution/path-checks/service.ts';
import { askDatabase, diskSpace, isOpenToOthers } from '../../platform/health.ts';
import { isOfThisMachine } from '../../platform/networks.ts';
import type { EdgeSettings } from '../../platform/settings-edge.ts';
import type { Settings } from '../../platform/settings.ts';
import type { Spool } from '../../platform/spool.ts';
import { getTenantKeys, listTenantSlugs } from '../../tenants/service.ts';
import { listCrowdedTenants } from '../../tracking/crowding/service.ts';
import { getSpoolStatus } from '../../tracking/draining/service.ts';
import { checkBackups } from './backups.ts';
import { openSnapshots } from '../../tracking/snapshots/service.ts';
import { askForEntry, openUpstream } from '../../tracking/upstream/service.ts';
import { showLists } from '../../tracking/lists/service.ts';

const MIB = 1024 * 1024;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const LITTLE_BYTES = 1024 * MIB;
const LEAST_BYTES = 100 * MIB;
const NOTABLE_LEAD_MS = 5 * SECOND_MS;
const MOST_LEAD_MS = MINUTE_MS;
const NOTABLE_WAIT_MS = 5 * MINUTE_MS;
const MOST_WAIT_MS = 60 * MINUTE_MS;

async function checkDisk({ dataDir, spoolMaxBytes }: EdgeSettings): Promise<Check> {
  const { freeBytes } = await diskSpace(dataDir);
  const detail = `${Math.floor(freeBytes / MIB).toLocaleString('en-US')} MiB are free where the data folder stands`;
  if (freeBytes < LEAST_BYTES)
    return failed('disk', `${detail}.`, 'Make room at once: without it nothing can be stored, and public requests are lost.');
  if (freeBytes < Math.max(LITTLE_BYTES, spoolMaxBytes))
    return warning('disk', `${detail}; the spool alone may take ${spoolMaxBytes / MIB}.`, 'Make room, or set EARSHOT_SPOOL_MIB lower.');
  return ok('disk', `${detail}.`);
}

function checkSecret({ isSecretKeyKept, dataDir, previousSecretKey }: Settings): Check {
  if (isSecretKeyKept && isOpenToOthers(dataDir, 'secret.key'))
    return failed(
      'secret',
      'Others on this machine may read secret.key of the data folder.',
      'Run "chmod 600" on it, then "earshot secret-key rotate".',
    );
  if (previousSecretKey !== undefined)
    return warning(
      'secret',
      'The secret is being changed: the one before it is still in use.',
      'Run "earshot secret-key rotate", then remove EARSHOT_PREVIOUS_SECRET_KEY.',
    );
  return ok('secret', isSecretKeyKept ? 'The data folder keeps it; keep a copy elsewhere.' : 'The environment gives it.');
}

async function checkSpool(spool: Spool, nowMs: number): Promise<Check> {
  const { waiting, oldestWaitingAt, aside, foreignSegments, lost } = await getSpoolStatus(spool, 'system');
  const waitMs = oldestWaitingAt === null ? 0 : nowMs - Date.parse(oldestWaitingAt);
  const oldest = `, the oldest for ${Math.round(waitMs / SECOND_MS)} s; ${aside.length} are aside.`;
  const detail = waiting === 0 && aside.length === 0 ? 'No public request waits.' : `${waiting} public requests wait${oldest}`;
  if (foreignSegments > 0)
    return failed(
      'spool',
      `${foreignSegments} segments were sealed under another secret.`,
      'Set EARSHOT_PREVIOUS_SECRET_KEY (of a redirector EARSHOT_PREVIOUS_EDGE_KEY) to it, and run "earshot tracking spool --retry".',
    );
  if (waitMs > MOST_WAIT_MS) return failed('spool', detail, 'Start the server, or see in its log why it cannot take them.');
  if (lost !== null)
    return warning(
      'spool',
      `${lost.count} public requests were lost, the last at ${lost.lastAt}: ${lost.reason}`,
      'See why, then remove spool/lost.json of the data folder.',
    );
  if (aside.length > 0) return warning('spool', detail, 'See why with "earshot tracking spool", mend it, and add --retry.');
  if (waitMs > NOTABLE_WAIT_MS) return warning('spool', detail, 'See whether the server runs.');
  return ok('spool', detail);
}

const HANDS_OUT = 'so the prefixes, pixels, links, tags and hook addresses that are handed out work on this machine alone.';
const LEADS_BACK = 'so this redirector does not recognise an address that leads back to itself.';

/** The address that prefixes, pixels, links, tags and hooks have; what is wrong with one that leads to this machine, the caller says. */
function checkPublicUrl({ publicUrl }: EdgeSettings, consequence: string): Check {
  const fix = 'Set EARSHOT_PUBLIC_URL to the address that listeners, shops and browsers reach, such as https://earshot.example.';
  if (publicUrl === undefined) return warning('public url', `EARSHOT_PUBLIC_URL is not set, ${consequence}`, fix);
  if (isOfThisMachine(publicUrl)) return warning('public url', `EARSHOT_PUBLIC_URL is ${publicUrl}, ${consequence}`, fix);
  return ok('public url', `Addresses are handed out under ${publicUrl}.`);
}

/** What can be looked at without a database: the public address, secret, disk, spool and backups. */
export async function examineMachine({ spool, clock }: EdgeContext, _actor: 'system', settings: Settings): Promise<Check[]> {
  return [
    checkPublicUrl(settings, HANDS_OUT),
    checkSecret(settings),
    await checkDisk(settings),
    await checkSpool(spool, clock()),
    await checkBackups(settings, clock()),
  ];
}

const PROBE = '0'.repeat(12);

async function checkUpstream(context: EdgeContext, { upstreamUrl }: EdgeSettings): Promise<Check> {
  const fix =
    'Let this machine reach EARSHOT_UPSTREAM_URL, set EARSHOT_EDGE_KEY to what "earshot edge key" prints there, and the clocks by NTP.';
  if (upstreamUrl === undefined) return failed('upstream', 'EARSHOT_UPSTREAM_URL is not set.', fix);
  try {
    await askForEntry(openUpstream(context, upstreamUrl), 'system', PROBE);
    return ok('upstream', `The main installation at ${upstreamUrl} answers, and has the same edge key.`);
  } catch (error) {
    return failed('upstream', `The main installation at ${upstreamUrl} does not answer: ${sentenceOf(error)}`, fix);
  }
}

function checkSnapshot(context: EdgeContext, { dataDir }: EdgeSettings): Check {
  const snapshots = openSnapshots(context, dataDir);
  if (snapshots.isThere()) return ok('snapshot', `${snapshots.size()} public ids are known.`);
  const fix = 'Start the redirector while the main installation is reached; until then links lead nowhere.';
  return warning('snapshot', 'No public ids are known, or they were kept under another edge key.', fix);
}

/**
 * What can be looked at of a redirector: the public address, disk and spool, whether the main installation answers it, and what it knows if
 * that does not.
 */
export async function examineEdge(context: EdgeContext, _actor: 'system', settings: EdgeSettings): Promise<Check[]> {
  const { spool, clock } = context;
  return [
    checkPublicUrl(settings, LEADS_BACK),
    await checkDisk(settings),
    await checkSpool(spool, clock()),
    await checkUpstream(context, settings),
    checkSnapshot(context, settings),
  ];
}

function checkClock(leadMs: number): Check {
  const seconds = Math.abs(leadMs / SECOND_MS).toFixed(1);
  const detail = `The database's clock is ${seconds} s ${leadMs < 0 ? 'behind' : 'ahead of'} this machine's.`;
  const fix = 'Set both by NTP: events in the future are refused, and tokens between machines hold for minutes.';
  if (Math.abs(leadMs) > MOST_LEAD_MS) return failed('clock', detail, fix);
  return Math.abs(leadMs) > NOTABLE_LEAD_MS ? warning('clock', detail, fix) : ok('clock', detail);
}

async function checkKeys(context: Context, slugs: ReadonlyMap<string, string>): Promise<Check> {
  for (const [tenantId, slug] of slugs) {
    try {
      await getTenantKeys(context, 'system', tenantId);
    } catch (cause) {
      context.log.error({ err: cause, tenantId }, 'the keys of a tenant cannot be opened');
      return failed(
        'keys',
        `The keys of the tenant ${slug} cannot be opened.`,
        'Set EARSHOT_SECRET_KEY to the secret that this database was filled under.',
      );
    }
  }
  return ok('keys', `The secret opens the keys of ${tenantsText(slugs.size)}.`);
}

async function checkAddresses(context: Context, slugs: ReadonlyMap<string, string>, trustedProxies: readonly string[]): Promise<Check> {
  const crowded = await listCrowdedTenants(context, 'system', [...slugs.keys()]);
  if (crowded.length === 0) return ok('addresses', "No address has more than 20 % of a tenant's events of the last 24 hours.");
  const told = crowded
    .slice(0, 5)
    .map(({ tenantId, events, most }) => `${most} of ${events} of the tenant ${slugs.get(tenantId) ?? tenantId}`);
  const trusted = trustedProxies.length === 0 ? 'none is trusted at the moment' : `trusted are ${trustedProxies.join(', ')}`;
  return failed(
    'addresses',
    `One address has more than 20 % of the last 24 hours' events: ${told.join('; ')}. It is a proxy's, not the listeners'.`,
    `Set EARSHOT_TRUSTED_PROXIES to the addresses of your own proxies and load balancers (${trusted}), on redirectors too; senders of ` +
      "events must give the listener's address, not their own; ad servers need the pixel's address with its token.",
  );
}

async function checkStoredPaths(context: Context, actor: 'system', slugs: ReadonlyMap<string, string>): Promise<Check> {
  const last = await listLastPathChecks(context, actor, [...slugs.keys()]);
  const differing = [...last].filter(([, { differenceCount }]) => differenceCount > 0);
  if (differing.length === 0)
    return ok(
      'paths',
      last.size === 0
        ? "No tenant's paths have been checked yet; a running server does so every night."
        : `The last nightly checks of ${tenantsText(last.size)} found nothing that differs from the events.`,
    );
  const told = differing
    .slice(0, 5)
    .map(([tenantId, { differenceCount, finishedAt }]) => `${slugs.get(tenantId) ?? tenantId} (${differenceCount} at ${finishedAt})`);
  return failed(
    'paths',
    `Stored paths or sums of ${tenantsText(differing.length)} are not what the events come to: ${told.join(', ')}.`,
    'See what differs with "earshot attribution check --tenant SLUG"; "earshot attribution run --rebuild" matches everything anew.',
  );
}

async function checkLists(context: Context, actor: 'system'): Promise<Check> {
  const { items } = await showLists(context, actor);
  const old = items.filter(({ warning: said }) => said !== null);
  const detail = items.length === 0 ? 'Only the lists that come with Earshot are in use.' : `${items.length} loaded lists hold.`;
  if (old.length === 0) return ok('lists', detail);
  const told = old.map(({ kind, ageDays }) => `${kind} (${ageDays} days)`).join(', ');
  return warning(
    'lists',
    `Not looked after for long: ${told}.`,
    'Load newer ones with "earshot lists update", or "earshot lists check" them.',
  );
}

/**
 * What can be looked at once the database answers and has every migration: its version and clock, whether the secret opens what it
 * holds, how old loaded lists are, and whether events come from the people they are of, which fails when one address has more than 20 %
 * of a day's events of a tenant.
 */
export async function examineInstallation(context: Context, actor: 'system', settings: Settings): Promise<Check[]> {
  const { version, lastMigration, clockLeadMs } = await askDatabase(context.db, context.clock);
  const slugs = await listTenantSlugs(context, actor);
  return [
    ok('database', `PostgreSQL ${version} answers.`),
    ok('migrations', `All are applied, up to ${lastMigration}.`),
    checkClock(clockLeadMs),
    await checkIsolation(context),
    await checkKeys(context, slugs),
    await checkQueues(context, actor),
    await checkLists(context, actor),
    await checkStoredPaths(context, actor, slugs),
    await checkCosts(context, actor, slugs),
    await checkAddresses(context, slugs, settings.trustedProxies),
  ];
}
