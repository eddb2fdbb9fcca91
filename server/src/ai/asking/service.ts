import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { findPriceIn } from '../../metering/prices/service.ts';
import { reserveSpendIn, settleSpend } from '../../metering/spend/service.ts';
import type { TokenPrices } from '../../metering/prices/schema.ts';
import { randomBase62, randomBelow } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, isLimit } from '../../platform/errors.ts';
import { callModel, ModelError, type ModelTokens } from '../../platform/model-call.ts';
import { openOutbound } from '../../platform/outbound.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { unsealForTenant } from '../../platform/vault.ts';
import { keyPlace, vendorOf } from '../providers/rules.ts';
import type { TranscriptTask } from '../providers/schema.ts';
import { findStoredProvider, listStoredProviders, type StoredProvider } from '../providers/store.ts';
import { begun, type Breaker, ended, FRESH } from './breaker.ts';
import {
  instructionsOf,
  isAccounts,
  isRetried,
  isStorable,
  MOST_CALL_MS,
  MOST_TEXT_BYTES,
  mostInput,
  promptOf,
  questionHash,
  type Task,
  waitMs,
} from './rules.ts';
import type { AskFault } from './schema.ts';
import { findKeptAnswer, keepAnswer } from './store.ts';

const KEPT_MS = 30 * 24 * 3_600_000;
const MARK_LENGTH = 24;

/** Whoever runs the installation may have a server of their own, in their own network. */
const anywhere = openOutbound({ networks: ['0.0.0.0/0', '::/0'] });

/** What is asked, and of whom. */
export interface Question<Output> {
  task: Task<Output>;
  /** The material: a stranger's text. */
  text: string;
  /** Only this provider is asked; all in their order by default. */
  provider?: string;
  /** Only providers are asked that may be asked this of transcripts. */
  use?: TranscriptTask;
  /** This model instead of each provider's first. */
  model?: string | undefined;
}

/** Why one provider gave no answer. */
export interface Failure {
  provider: string;
  model: string;
  fault: AskFault;
  status: number | undefined;
}

export interface Answer<Output> {
  output: Output;
  /** Who answered: a model, or our own methods, because no model did. */
  from: { method: 'provider'; provider: string; model: string; isKept: boolean } | { method: 'offline' };
  failures: Failure[];
  /** How many calls were made. */
  calls: number;
  costMicros: number;
}

/** An account with a provider, and where it stands. */
export interface Account {
  kind: StoredProvider['kind'];
  baseUrl: string | undefined;
  apiKey: string | undefined;
  isOperators: boolean;
}

/** One provider's turn at a question. */
interface Turn<Output> {
  question: Question<Output>;
  provider: StoredProvider;
  account: Account;
  model: string;
  prompt: string;
  hash: Buffer;
  calls: number;
  costMicros: number;
}

type Outcome<Output> = { output: Output; isKept: boolean } | { fault: AskFault; status?: number | undefined };

const breakersByContext = new WeakMap<Context, Map<string, Breaker>>();

function breakersOf(context: Context): Map<string, Breaker> {
  let breakers = breakersByContext.get(context);
  if (!breakers) breakersByContext.set(context, (breakers = new Map<string, Breaker>()));
  return breakers;
}

/** Names an account without holding its key. */
function breakerName({ kind, baseUrl, apiKey }: Account): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, baseUrl ?? '', apiKey ?? '']))
    .digest('base64');
}

/** The account that a provider is asked by; undefined when the operator has none, or the key cannot be opened. */
export async function accountOf(
  context: Context,
  _actor: 'system',
  tenantId: string,
  provider: StoredProvider,
): Promise<Account | undefined> {
  const { kind, baseUrl, sealedKey } = provider;
  if (provider.account === 'operator') {
    const operators = kind === 'openai_compatible' ? undefined : context.operatorAi[kind];
    return operators && { kind, baseUrl: operators.baseUrl, apiKey: operators.apiKey, isOperators: true };
  }
  const own = { kind, baseUrl: baseUrl ?? undefined, isOperators: false };
  if (sealedKey === null) return { ...own, apiKey: undefined };
  const key = await unsealForTenant(context, { tenantId }, keyPlace(provider.key), sealedKey);
  return key && { ...own, apiKey: key.toString() };
}

type Prepared<Output> = Outcome<Output> | { reservation: string; prices: TokenPrices };

/** Looks for a kept answer, or sets money aside for a call, by the provider and its cap as they are now. */
async function prepareIn<Output>(context: Context, tx: TenantTx, turn: Turn<Output>): Promise<Prepared<Output>> {
  const { task } = turn.question;
  const nowMs = context.clock();
  if (task.isKept && turn.calls === 0) {
    const kept = task.schema.safeParse(await findKeptAnswer(tx, turn.hash, new Date(nowMs - KEPT_MS)));
    if (kept.success) return { output: kept.data, isKept: true };
  }
  const present = await findStoredProvider(tx, turn.provider.key);
  const { use } = turn.question;
  const mayBeAsked = use === undefined || present?.transcriptTasks.includes(use) === true;
  if (!present?.isEnabled || !mayBeAsked || !present.models.includes(turn.model)) return { fault: 'not_allowed' };
  const { isOperators } = turn.account;
  const asked = { provider: turn.provider.key, model: turn.model, vendor: vendorOf(turn.provider.kind), mayBeOwn: !isOperators };
  const prices = await findPriceIn(context, tx, asked);
  if (prices === undefined) return { fault: 'no_price' };
  const most = { input: mostInput(task, turn.prompt), output: task.maxOutputTokens };
  const { key: meter, monthlyCapCents: capCents } = present;
  return { reservation: await reserveSpendIn(context, tx, { meter, capCents, isOperators, task: task.name, prices, most }), prices };
}

async function prepare<Output>(context: Context, tenantId: string, turn: Turn<Output>): Promise<Prepared<Output>> {
  try {
    return await inTenant(context.db, tenantId, (tx) => prepareIn(context, tx, turn));
  } catch (error) {
    if (error instanceof AppError && isLimit(error.code)) return { fault: 'cap_reached' };
    throw error;
  }
}

const NOTHING: ModelTokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/** What a call came to: an answer that is checked, or a fault; and what it used. */
type Called<Output> = { outcome: Outcome<Output>; error: ModelError | undefined; tokens: ModelTokens | undefined };

async function call<Output>(context: Context, turn: Turn<Output>): Promise<Called<Output>> {
  const { question, account, model, prompt } = turn;
  const { schema, maxOutputTokens, timeoutMs } = question.task;
  const { isOperators, ...address } = account;
  const asked = { ...address, model, prompt, instructions: instructionsOf(question.task), schema, maxOutputTokens };
  try {
    const timed = { ...asked, timeoutMs: Math.min(timeoutMs, MOST_CALL_MS) };
    const { answer, tokens } = await callModel(timed, isOperators ? anywhere : context.outbound);
    if (!isStorable(answer)) return { outcome: { fault: 'unreadable' }, error: undefined, tokens };
    const isGrounded = question.task.faults(answer, question.text).length === 0;
    return { outcome: isGrounded ? { output: answer, isKept: false } : { fault: 'ungrounded' }, error: undefined, tokens };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const tokens = error.used === 'nothing' ? NOTHING : error.used === 'unknown' ? undefined : error.used;
    return { outcome: { fault: error.fault, status: error.status }, error, tokens };
  }
}

/** Counts what a call used, and keeps its answer where the task says so. */
async function settle<Output>(
  context: Context,
  tenantId: string,
  turn: Turn<Output>,
  done: { reservation: string; prices: TokenPrices; called: Called<Output> },
): Promise<void> {
  const { task } = turn.question;
  const { outcome, tokens } = done.called;
  const usage = { provider: turn.provider.key, model: turn.model, task: task.name, prices: done.prices, tokens };
  const nowMs = context.clock();
  const settled = await settleSpend(context, 'system', tenantId, { id: done.reservation, usage });
  turn.costMicros += settled?.costMicros ?? 0;
  if (!task.isKept || !('output' in outcome)) return;
  // In a transaction of its own: what was spent counts, whatever becomes of the answer.
  const kept = { questionHash: turn.hash, answer: outcome.output, at: new Date(nowMs), since: new Date(nowMs - KEPT_MS) };
  await inTenant(context.db, tenantId, (tx) => keepAnswer(tx, kept));
}

/** Asks one provider, again where that makes sense, until there is an answer or no more hope of one. */
async function takeTurn<Output>(context: Context, tenantId: string, turn: Turn<Output>): Promise<Outcome<Output>> {
  const [breakers, name] = [breakersOf(context), breakerName(turn.account)];
  let last: Outcome<Output> | undefined;
  for (let retries = 0; ; retries += 1) {
    const breaker = begun(breakers.get(name) ?? FRESH, context.clock());
    if (breaker === undefined) return last ?? { fault: 'resting' };
    const prepared = await prepare(context, tenantId, turn);
    if (!('reservation' in prepared)) return prepared;
    breakers.set(name, breaker);
    turn.calls += 1;
    const called = await call(context, turn);
    const { outcome, error } = called;
    breakers.set(name, ended(breakers.get(name) ?? FRESH, error !== undefined && isAccounts(error.fault), context.clock()));
    await settle(context, tenantId, turn, { ...prepared, called });
    if (error === undefined) return outcome;
    const { fault, status, retryAfter } = error;
    context.log.warn({ tenantId, provider: turn.provider.key, model: turn.model, fault, status }, 'a model gave no answer');
    const chance = randomBelow(1_000) / 1_000;
    const wait = isRetried(fault, retries) ? waitMs({ retries, retryAfter, chance }, context.clock()) : undefined;
    if (wait === undefined) return outcome;
    last = outcome;
    await pause(wait);
  }
}

function isAsked(
  { key, isEnabled, models, transcriptTasks }: StoredProvider,
  { provider, use }: Pick<Question<unknown>, 'provider' | 'use'>,
): boolean {
  if (models.length === 0 || (use !== undefined && !transcriptTasks.includes(use))) return false;
  return provider === undefined ? isEnabled : key === provider;
}

function turnOf<Output>(question: Question<Output>, provider: StoredProvider, account: Account): Turn<Output> {
  const model = question.model ?? provider.models[0];
  const asked = { kind: account.kind, baseUrl: account.baseUrl ?? null, model, text: question.text };
  const prompt = promptOf(question.text, randomBase62(MARK_LENGTH));
  return { question, provider, account, model, prompt, hash: questionHash(question.task, asked), calls: 0, costMicros: 0 };
}

/**
 * Has a question about a text answered: by the tenant's providers in their order, each within its cap and the operator's quota, and when
 * none of them can or will, by our own methods, which the answer says. Of models, only what the schema takes and what stands on the text is
 * an answer. Whoever calls has authorized it.
 * @throws AppError `unavailable` when the database cannot be reached: no money is spent that nobody counts.
 */
export async function ask<Output>(
  context: Context,
  _actor: 'system',
  tenantId: string,
  question: Question<Output>,
): Promise<Answer<Output>> {
  const { task, text } = question;
  const stored = await inTenant(context.db, tenantId, listStoredProviders);
  const failures: Failure[] = [];
  let [calls, costMicros] = [0, 0];
  for (const provider of stored.filter((one) => isAsked(one, question))) {
    const model = question.model ?? provider.models[0];
    const fail = (fault: AskFault, status?: number) => failures.push({ provider: provider.key, model, fault, status });
    if (Buffer.byteLength(text) > MOST_TEXT_BYTES) {
      fail('too_long');
      continue;
    }
    const account = await accountOf(context, 'system', tenantId, provider);
    if (account === undefined) {
      fail('no_account');
      continue;
    }
    const turn = turnOf(question, provider, account);
    const outcome = await takeTurn(context, tenantId, turn);
    calls += turn.calls;
    costMicros += turn.costMicros;
    if ('output' in outcome) {
      const from = { method: 'provider', provider: provider.key, model, isKept: outcome.isKept } as const;
      return { output: outcome.output, from, failures, calls, costMicros };
    }
    fail(outcome.fault, outcome.status);
  }
  return { output: task.offline(text), from: { method: 'offline' }, failures, calls, costMicros };
}
