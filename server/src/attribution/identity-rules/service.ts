import { isDeepStrictEqual } from 'node:util';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { listTenantIds } from '../../tenants/service.ts';
import { markAllDirtyIn, MOST_TOUCHPOINTS_PER_KEY } from '../../tracking/evidence/service.ts';
import { EVIDENCE_CLASSES } from '../paths/codes.ts';
import { DEVICE_SPAN_DAYS, LOOKBACK_DAYS, MOST_DEVICES } from '../paths/match.ts';
import { lockPaths } from '../paths/store.ts';
import type { IdentityRules } from './rules.ts';
import { findRules, insertRules, updateRules } from './store.ts';

const LOOK_EVERY_MS = 600_000;

/** Those of this program. */
export const IDENTITY_RULES: IdentityRules = {
  edition: 2,
  lookbackDays: LOOKBACK_DAYS,
  mostDevices: MOST_DEVICES,
  deviceSpanDays: DEVICE_SPAN_DAYS,
  mostTouchpointsPerKey: MOST_TOUCHPOINTS_PER_KEY,
  evidence: EVIDENCE_CLASSES,
};

/** What was found of a tenant: no path yet, none on record until now, the same rules, or other ones. */
export type FoundRules = 'unbuilt' | 'unrecorded' | 'same' | 'changed';

/**
 * Has a tenant's conversions matched anew where its paths were built by other identity rules than this program's, and records both. Where
 * it is not on record by which they were built, these are put on record. Other rules than this program's are for tests.
 */
export async function applyIdentityRules(
  context: Context,
  actor: 'system',
  tenantId: string,
  rules: IdentityRules = IDENTITY_RULES,
): Promise<FoundRules> {
  return inTenant(
    context.db,
    tenantId,
    async (tx) => {
      await lockPaths(tx);
      const before = await findRules(tx);
      if (before === undefined) return 'unbuilt';
      if (isDeepStrictEqual(before, rules)) return 'same';
      await updateRules(tx, rules);
      if (before === null) return 'unrecorded';
      const marked = await markAllDirtyIn(tx, 'identity_rule_changed');
      const change = { before: { ...before }, after: { ...rules, marked } };
      await recordAuditIn(tx, { actor, action: 'attribution.identity_rules', target: 'paths', ...change });
      return 'changed';
    },
    { patient: true },
  );
}

/** Until this long after another process took a tenant over with other rules, this one leaves its paths alone. */
const YIELDS_MS = 30 * 60_000;

/** Says of a tenant whether this process may build its paths now. */
type MayBuild = (tenantId: string) => Promise<boolean>;

/**
 * Keeps two versions of the program that run at once, as in a rolling upgrade, from building a tenant's paths by turns: who builds first
 * puts its rules on record before, so that the other one knows by which they were built; and once a process of other rules took a tenant
 * over, this one leaves what waits to it, for half an hour, after which that one must be gone.
 */
export function openRulesGuard(context: Context, actor: 'system', rules: IdentityRules = IDENTITY_RULES): MayBuild {
  const ours = new Set<string>();
  const yieldsUntil = new Map<string, number>();
  const claim = async (tenantId: string) => {
    if ((await applyIdentityRules(context, actor, tenantId, rules)) === 'unbuilt')
      await inTenant(context.db, tenantId, (tx) => insertRules(tx, rules), { patient: true });
    ours.add(tenantId);
    yieldsUntil.delete(tenantId);
  };
  return async (tenantId) => {
    const until = yieldsUntil.get(tenantId);
    if (until !== undefined && context.clock() < until) return false;
    if (!ours.has(tenantId) || until !== undefined) await claim(tenantId);
    const recorded = await inTenant(context.db, tenantId, findRules, { readOnly: true });
    if (recorded === undefined || recorded === null || isDeepStrictEqual(recorded, rules)) return true;
    yieldsUntil.set(tenantId, context.clock() + YIELDS_MS);
    context.log.warn({ tenantId }, 'another version of the program took over the matching of a tenant; it is left to that one');
    return false;
  };
}

/** Looks at every tenant once, at those that rest or have no path yet when that changes, until `close`. */
export function startIdentityRules(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const seen = new Set<string>();
  const look = async (signal: AbortSignal) => {
    const resting = await inDirectory(context.db, listRestingTenantsIn);
    const open = (await listTenantIds(context, actor)).filter((tenantId) => !resting.has(tenantId) && !seen.has(tenantId));
    const apply = async (tenantId: string) => {
      if ((await applyIdentityRules(context, actor, tenantId)) !== 'unbuilt') seen.add(tenantId);
    };
    await forEachTenant(open, apply, {
      task: 'identity-rules',
      failure: "a tenant's identity rules could not be looked at; it is tried again",
      log,
      signal,
    });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'identity rules could not be looked at; it is tried again', log });
}
