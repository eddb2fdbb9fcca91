import { hasCreditIn } from '../../attribution/firsts/service.ts';
import { findCatalogFirstsIn } from '../../catalog/firsts/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inAuth, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { hasCompanyIn } from '../../security/invitations/service.ts';
import { type Actor, authorize, type Operator } from '../../tenants/authorize.ts';
import { getTenantIn, listTenantsIn } from '../../tenants/lifecycle/service.ts';
import { listTenantIds } from '../../tenants/service.ts';
import { findEventFirstsIn } from '../../tracking/firsts/service.ts';
import {
  doneSteps,
  type Facts,
  funnelOf,
  isMeasured,
  type MeasuredTenant,
  nextLookMs,
  onboardingOf,
  type Progress,
  type Standing,
} from './rules.ts';
import type { Onboarding, OnboardingChange, OnboardingFunnel } from './schema.ts';
import { findProgress, insertProgress, listSteps, markDone, markSkipped, updateProgress } from './store.ts';

const LOOK_EVERY_MS = 5_000;
const HOUR_MS = 3_600_000;
const TENANTS_AT_ONCE = 200;

async function factsIn(context: Context, tx: TenantTx): Promise<Facts> {
  const catalog = await findCatalogFirstsIn(tx);
  const events = await findEventFirstsIn(tx);
  return { ...catalog, ...events, hasCredit: await hasCreditIn(tx), hasCompany: await hasCompanyIn(context, tx) };
}

async function standingIn(context: Context, tx: TenantTx): Promise<Standing> {
  const { createdAt } = await getTenantIn(tx);
  const progress = await findProgress(tx);
  const done = doneSteps(await factsIn(context, tx), progress?.profile ?? null);
  return { createdAt: new Date(createdAt), progress, kept: await listSteps(tx), done };
}

/** Writes down what is done by now, and answers how the tenant stands after that. */
async function takeNoteIn(context: Context, tx: TenantTx): Promise<Standing> {
  const nowMs = context.clock();
  const before = await standingIn(context, tx);
  if (before.progress === undefined) await insertProgress(tx, isMeasured(before.createdAt, before.done.has('credit'), nowMs));
  const written = new Set(before.kept.filter(({ doneAt }) => doneAt !== null).map(({ step }) => step));
  const seen = [...before.done].filter((step) => !written.has(step));
  if (seen.length === 0 && before.progress !== undefined) return before;
  await markDone(tx, seen, new Date(nowMs));
  return { ...before, progress: await findProgress(tx), kept: await listSteps(tx) };
}

function requireOwn(actor: Actor, tenantId: string): void {
  if (actor.tenantId !== tenantId) throw new AppError('not_found', 'There is no such tenant.');
}

/** How far the tenant has come to its first credited conversion. @throws AppError `forbidden`; `not_found` for another tenant. */
export async function getOnboarding(context: Context, actor: Actor, tenantId: string): Promise<Onboarding> {
  authorize(actor, 'onboarding.read');
  requireOwn(actor, tenantId);
  return inTenant(context.db, tenantId, async (tx) => onboardingOf(await standingIn(context, tx)), { readOnly: true });
}

/** What a change leaves of what is kept; a look is kept to the hour. */
function changed(before: Progress, { profile, isDismissed, hasLooked }: OnboardingChange, now: Date): Progress {
  const isNew = before.lookedAt === null || now.getTime() - before.lookedAt.getTime() >= HOUR_MS;
  return {
    ...before,
    profile: profile ?? before.profile,
    lookedAt: hasLooked === true && isNew ? now : before.lookedAt,
    dismissedAt: isDismissed === undefined ? before.dismissedAt : isDismissed ? (before.dismissedAt ?? now) : null,
  };
}

const told = ({ profile, lookedAt, dismissedAt }: Progress) => ({ profile, lookedAt, dismissedAt });

/**
 * Says what the tenant is, passes steps over or takes that back, puts the guide away or brings it back, or notes that somebody looks at it.
 * @throws AppError `forbidden`; `not_found` for another tenant; `invalid_request` for a step that is to be skipped and done at once.
 */
export async function changeOnboarding(context: Context, actor: Actor, tenantId: string, change: OnboardingChange): Promise<Onboarding> {
  authorize(actor, 'onboarding.write');
  requireOwn(actor, tenantId);
  const { skip = [], resume = [] } = change;
  const both = skip.find((step) => resume.includes(step));
  if (both !== undefined) throw invalid('/skip', `names "${both}", which stands in "resume", too; name it in one of them.`);
  return inTenant(context.db, tenantId, async (tx) => {
    const now = new Date(context.clock());
    await takeNoteIn(context, tx);
    const before = await findProgress(tx, true);
    if (before === undefined) throw new AppError('not_found', 'There is no such tenant.');
    const after = changed(before, change, now);
    const isSame = JSON.stringify(told(before)) === JSON.stringify(told(after));
    if (!isSame) await updateProgress(tx, after);
    if (skip.length > 0) await markSkipped(tx, [...new Set(skip)], now);
    if (resume.length > 0) await markSkipped(tx, [...new Set(resume)], null);
    if (!isSame || skip.length + resume.length > 0)
      await recordAuditIn(tx, {
        actor: actor.name,
        action: 'onboarding.change',
        target: tenantId,
        before: told(before),
        after: { ...told(after), skip, resume },
      });
    return onboardingOf(await takeNoteIn(context, tx));
  });
}

/** Writes down which steps of a tenant are done by now; when it is to be looked at again, undefined when it has come all the way. */
export async function noteProgress(context: Context, _actor: 'system', tenantId: string): Promise<number | undefined> {
  const standing = await inTenant(context.db, tenantId, (tx) => takeNoteIn(context, tx));
  return onboardingOf(standing).state === 'done' ? undefined : nextLookMs(standing.createdAt, context.clock());
}

async function measuredIn(context: Context, tx: TenantTx): Promise<Onboarding | undefined> {
  const standing = await standingIn(context, tx);
  return standing.progress?.isMeasured === false ? undefined : onboardingOf(standing);
}

/** How many tenants came how far, for the operator; each tenant is read by itself. */
export async function getFunnel(context: Context, _actor: Operator | 'system'): Promise<OnboardingFunnel> {
  const measured: MeasuredTenant[] = [];
  let after: string | undefined;
  do {
    const from = after;
    const page = await inAuth(context.db, (tx) => listTenantsIn(tx, from, TENANTS_AT_ONCE));
    for (const { id: tenantId, name, simulated, closedAt } of page) {
      if (simulated || closedAt !== null) continue;
      const onboarding = await inTenant(context.db, tenantId, (tx) => measuredIn(context, tx), { readOnly: true, unmetered: true });
      if (onboarding) measured.push({ tenantId, name, onboarding });
    }
    after = page.length < TENANTS_AT_ONCE ? undefined : page.at(-1)?.id;
  } while (after !== undefined);
  return funnelOf(measured);
}

/** Looks at every tenant that is still on its way, the younger the more often, until `close`. */
export function startOnboarding(context: Context, actor: 'system'): Rounds {
  const dueMs = new Map<string, number>();
  const look = async (signal: AbortSignal) => {
    const nowMs = context.clock();
    const due = (await listTenantIds(context, actor)).filter((tenantId) => (dueMs.get(tenantId) ?? 0) <= nowMs);
    const note = async (tenantId: string) => dueMs.set(tenantId, (await noteProgress(context, actor, tenantId)) ?? Infinity);
    const failure = "a tenant's first steps could not be looked at; it is tried again shortly";
    await forEachTenant(due, note, { task: 'onboarding', failure, log: context.log, signal });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'first steps could not be looked at', log: context.log });
}
