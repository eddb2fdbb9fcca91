import { recordAuditIn } from '../../platform/audit.ts';
import { takeTurn } from '../../platform/claims.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { minorDigits } from '../../platform/money.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { listUnwatchedTenants } from '../watching/service.ts';
import { listTenantSlugs } from '../../tenants/service.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import type { AskFault } from '../asking/schema.ts';
import { ask } from '../asking/service.ts';
import { gatherFacts } from '../recommendation-facts/service.ts';
import { type Advice, countText, type Money, moneyText } from '../recommendations/advice.ts';
import { outcomeOf, recommend, type Recommended } from '../recommendations/rules.ts';
import type { RecommendationLook } from '../recommendations/schema.ts';
import { findRecommendationLookIn, FOLLOWED_DAYS, outcomeFrom } from '../recommendations/service.ts';
import * as store from '../recommendations/store.ts';
import { materialHash, materialOf, WORDING_TASK } from '../recommendations/wording.ts';
import { changesOf, COOLDOWN_MS, isDue, periodOf } from './rules.ts';

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 600_000;
/** So many outcomes are told in one look, and so many of the best recommendations are worded by a model. */
const [MOST_FOLLOWED, MOST_WORDED] = [20, 5];

/** Money without a currency has no figure; whatever stands here is never shown then. */
const moneyOf = (currency: string | null): Money => ({ currency: currency ?? 'USD', digits: minorDigits(currency ?? 'USD') });

interface Looked extends Recommended {
  period: { from: Date; to: Date };
  currency: string | null;
  conversions: number;
  at: Date;
}

async function look(context: Context, tenantId: string): Promise<Looked> {
  const at = new Date(context.clock());
  const { lookbackDays } = await getReportDefaults(context, 'system', tenantId);
  const period = periodOf(at.getTime(), lookbackDays);
  const facts = await gatherFacts(context, 'system', tenantId, period);
  const recommended = recommend(facts, moneyOf(facts.currency), at.toISOString().slice(0, 10));
  return { ...recommended, period, currency: facts.currency, conversions: facts.conversions.eligible, at };
}

/** The gain of advice with its interval, as people read it. */
function gainText({ unit, gain }: Advice, currency: string | null): string {
  const text = (value: number) => (unit === 'money' ? moneyText(value, moneyOf(currency)) : countText(value));
  return `${text(gain.value)} (${text(gain.low)} to ${text(gain.high)})`;
}

async function keep(context: Context, tenantId: string, by: string, looked: Looked): Promise<void> {
  const { advice, silences, period, currency, conversions, at } = looked;
  await inTenant(context.db, tenantId, async (tx) => {
    await store.lockRecommendations(tx);
    const decided = await store.listDecidedKeys(tx, new Date(at.getTime() - COOLDOWN_MS));
    const changes = changesOf(advice, await store.listOpen(tx), decided);
    const told = { currency, period, at };
    for (const one of changes.told) {
      const facts = materialHash(materialOf(one.advice, { gain: gainText(one.advice, currency), period }));
      await store.updateTold(tx, one.id, facts, { ...one, ...told });
    }
    for (const one of changes.opened) await store.insertRecommendation(tx, { ...one, ...told });
    if (changes.lapsed.length > 0) await store.updateLapsed(tx, changes.lapsed);
    await store.upsertLook(tx, { at, ...period, conversions, silences });
    const after = { opened: changes.opened.length, told: changes.told.length, lapsed: changes.lapsed.length };
    await recordAuditIn(tx, { actor: by, action: 'recommendations.look', target: 'recommendations', after });
  });
}

/** Holds what was done against later figures, once there are enough of them. */
async function follow(context: Context, tenantId: string): Promise<void> {
  const nowMs = context.clock();
  const { lookbackDays } = await getReportDefaults(context, 'system', tenantId);
  const doneBy = new Date(nowMs - (FOLLOWED_DAYS + lookbackDays) * DAY_MS);
  const done = await inTenant(context.db, tenantId, (tx) => store.listUnfollowed(tx, doneBy, MOST_FOLLOWED), { readOnly: true });
  for (const { id, advice, decidedAt } of done) {
    if (decidedAt === null || outcomeFrom(decidedAt, lookbackDays).getTime() > nowMs) continue;
    const fromMs = (Math.floor(decidedAt.getTime() / DAY_MS) + 1) * DAY_MS;
    const period = { from: new Date(fromMs), to: new Date(fromMs + FOLLOWED_DAYS * DAY_MS) };
    const outcome = outcomeOf(advice.watch, advice.gain, await gatherFacts(context, 'system', tenantId, period));
    if (!outcome) continue;
    await inTenant(context.db, tenantId, async (tx) => {
      if (!(await store.updateOutcome(tx, id, outcome))) return;
      const { value, low, high, verdict } = outcome;
      await recordAuditIn(tx, { actor: 'system', action: 'recommendation.follow', target: id, after: { verdict, value, low, high } });
    });
  }
}

/** Faults of an answer: the same model would hardly give a better one to the same question. */
const OF_ANSWERS: readonly AskFault[] = ['refused', 'unreadable', 'ungrounded', 'too_long'];

/**
 * Has the best of what is open said by the tenant's own model, where there is one, and once for the same facts; what makes up a figure is
 * not kept.
 */
async function word(context: Context, tenantId: string): Promise<void> {
  const open = await inTenant(context.db, tenantId, (tx) => store.listOpen(tx), { readOnly: true });
  for (const one of open.slice(0, MOST_WORDED)) {
    const text = materialOf(one.advice, { gain: gainText(one.advice, one.currency), period: one });
    const facts = materialHash(text);
    if (one.wordingOf === facts) continue;
    const { output, from, failures } = await ask(context, 'system', tenantId, { task: WORDING_TASK, text });
    const isAnswered = from.method === 'provider';
    // Without a provider, or while none can be reached, it is asked at the next look.
    if (!isAnswered && (failures.length === 0 || failures.some(({ fault }) => !OF_ANSWERS.includes(fault)))) return;
    const worded = isAnswered ? { text: output.text, provider: from.provider, model: from.model } : null;
    await inTenant(context.db, tenantId, (tx) => store.updateWorded(tx, one, { facts, worded }));
  }
}

async function lookNow(context: Context, tenantId: string, by: string): Promise<void> {
  await keep(context, tenantId, by, await look(context, tenantId));
  await follow(context, tenantId);
  await word(context, tenantId);
}

/** On whose behalf a look is, the system's when left out, and how it is stopped before it begins. */
export interface LookOptions {
  by?: string;
  signal?: AbortSignal;
}

/** Looks at a tenant's figures unless another process is at it; whether it did. The same again tells the same. */
export async function lookAtTenant(context: Context, actor: 'system', tenantId: string, options: LookOptions = {}): Promise<boolean> {
  const { by = actor, signal } = options;
  const doNext = async () => {
    await lookNow(context, tenantId, by);
    return true;
  };
  return takeTurn(context.db, { name: `recommendations:${tenantId}`, doNext, signal });
}

/**
 * Looks at the figures now: what is open is told anew, opened or lapses, and what was done is followed.
 * @throws AppError `forbidden`; `conflict` while somebody else's look is under way.
 */
export async function refreshRecommendations(context: Context, actor: Actor): Promise<RecommendationLook> {
  authorize(actor, 'recommendations.write');
  if (!(await lookAtTenant(context, 'system', actor.tenantId, { by: actor.name })))
    throw new AppError('conflict', 'The figures are being looked at already; see what comes of it in a moment.');
  return inTenant(context.db, actor.tenantId, findRecommendationLookIn, { readOnly: true });
}

/** Looks at each tenant's figures once a day, those of tenants that rest or have no conversions but sample data aside, until `close`. */
export function startRecommendations(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const round = async (signal: AbortSignal) => {
    const resting = await listUnwatchedTenants(context, actor);
    const awake = [...(await listTenantSlugs(context, actor)).keys()].filter((tenantId) => !resting.has(tenantId));
    const lookIfDue = async (tenantId: string) => {
      const last = await inTenant(context.db, tenantId, store.findLook, { readOnly: true });
      if (isDue(context.clock(), last?.at.getTime())) await lookAtTenant(context, actor, tenantId, { signal });
    };
    const failure = 'the figures of a tenant could not be looked at for recommendations; it is tried again shortly';
    await forEachTenant(awake, lookIfDue, { task: 'recommendations', failure, log, signal });
  };
  return startRounds(round, { everyMs: LOOK_EVERY_MS, failure: 'no figures could be looked at for recommendations', log });
}
