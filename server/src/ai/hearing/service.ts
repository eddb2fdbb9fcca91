import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { findMinutePriceIn } from '../../metering/prices/service.ts';
import { keepReservedIn, reserveSpendIn, settleSpend } from '../../metering/spend/service.ts';
import { randomBase62, randomBelow } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, isLimit } from '../../platform/errors.ts';
import { faultOfStatus, ModelError, modelErrorOfOutbound, VENDOR_ADDRESSES } from '../../platform/model-call.ts';
import { openOutbound } from '../../platform/outbound.ts';
import { OutboundError } from '../../platform/outbound-error.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { decodeText } from '../../platform/text-encoding.ts';
import { begun, type Breaker, ended, FRESH } from '../asking/breaker.ts';
import { isAccounts, isRetried, waitMs } from '../asking/rules.ts';
import type { AskFault } from '../asking/schema.ts';
import { type Account, accountOf } from '../asking/service.ts';
import { vendorOf } from '../providers/rules.ts';
import { findStoredProvider, listStoredProviders, type StoredAudioModel, type StoredProvider } from '../providers/store.ts';
import { type Heard, readAnswer } from '../transcriptions/answers.ts';
import { multipartOf } from './rules.ts';

/** An answer for ten minutes has some hundred kilobytes. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;
const KEEP_EVERY_MS = 30_000;

/** Whoever runs the installation may have a server of their own, in their own network. */
const anywhere = openOutbound({ networks: ['0.0.0.0/0', '::/0'] });

/** Audio that is to be heard, and how long it is at most. */
export interface Hearing {
  task: string;
  fileName: string;
  type: string;
  byteLength: number;
  /** The bytes, anew for each attempt. */
  read: () => AsyncIterable<Uint8Array>;
  mostMs: number;
  /** Whether it is as long as that. */
  isExact: boolean;
  language: string | null;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** A provider with the model that hears. */
export interface Hearer {
  provider: string;
  audio: StoredAudioModel;
}

export type HearingEnd = { calls: number; costMicros: number } & (
  | { heard: Heard; fault?: undefined }
  | { fault: AskFault; status: number | undefined; heard?: undefined }
);

const breakersByContext = new WeakMap<Context, Map<string, Breaker>>();

function breakersOf(context: Context): Map<string, Breaker> {
  const breakers = breakersByContext.get(context) ?? new Map<string, Breaker>();
  breakersByContext.set(context, breakers);
  return breakers;
}

/** Who may hear, in the order in which they are asked: those of one name, or with one model, where that is wanted. */
export async function listHearers(
  context: Context,
  _actor: 'system',
  tenantId: string,
  wanted: { provider: string | null; model: string | null },
): Promise<Hearer[]> {
  const stored = await inTenant(context.db, tenantId, listStoredProviders, { readOnly: true });
  return stored
    .filter(({ key, isEnabled }) => isEnabled && (wanted.provider === null || wanted.provider === key))
    .flatMap(({ key, audioModels }) => {
      const audio = wanted.model === null ? audioModels.at(0) : audioModels.find(({ model }) => model === wanted.model);
      return audio === undefined ? [] : [{ provider: key, audio }];
    });
}

interface Turn {
  hearing: Hearing;
  hearer: Hearer;
  provider: StoredProvider;
  account: Account;
}

type Prepared = { fault: AskFault } | { reservation: string; minuteMicros: number };

async function prepareIn(context: Context, tx: TenantTx, { hearing, hearer, account }: Turn): Promise<Prepared> {
  const present = await findStoredProvider(tx, hearer.provider);
  const { model } = hearer.audio;
  if (present?.isEnabled !== true || !present.audioModels.some((one) => one.model === model)) return { fault: 'not_allowed' };
  const { isOperators } = account;
  const asked = { provider: present.key, model, vendor: vendorOf(present.kind), mayBeOwn: !isOperators };
  const minuteMicros = await findMinutePriceIn(context, tx, asked);
  if (minuteMicros === undefined) return { fault: 'no_price' };
  const { key: meter, monthlyCapCents: capCents } = present;
  const request = { meter, capCents, isOperators, task: hearing.task, minuteMicros, mostMs: hearing.mostMs };
  return { reservation: await reserveSpendIn(context, tx, request), minuteMicros };
}

async function prepare(context: Context, tenantId: string, turn: Turn): Promise<Prepared> {
  try {
    return await inTenant(context.db, tenantId, (tx) => prepareIn(context, tx, turn));
  } catch (error) {
    if (error instanceof AppError && isLimit(error.code)) return { fault: 'cap_reached' };
    throw error;
  }
}

/** Makes one call. @throws ModelError; and what aborts, when the work is to end. */
async function callOnce(context: Context, { hearing, hearer, account }: Turn): Promise<Heard> {
  const { model, answer } = hearer.audio;
  const form = multipartOf(hearing, { model, answer, language: hearing.language, boundary: randomBase62(40) });
  const headers: Record<string, string> = { 'content-type': form.contentType, accept: '*/*' };
  if (account.apiKey !== undefined) headers.authorization = `Bearer ${account.apiKey}`;
  const base = account.baseUrl ?? VENDOR_ADDRESSES.openai;
  const request = { url: `${base}/audio/transcriptions`, method: 'POST', headers, body: form.body, signal: hearing.signal };
  try {
    const limits = { timeoutMs: hearing.timeoutMs, maxBytes: MOST_ANSWER_BYTES };
    const { status, headers: told, body } = await (account.isOperators ? anywhere : context.outbound).send({ ...request, ...limits });
    if (status >= 300 && status < 400) throw new ModelError('blocked', { used: 'nothing', status });
    if (status !== 200) throw new ModelError(faultOfStatus(status), { used: 'nothing', status, retryAfter: told['retry-after'] });
    const heard = readAnswer(decodeText(body, told['content-type']), answer, hearing.mostMs);
    if (heard === undefined) throw new ModelError('unreadable', { used: 'unknown', status });
    return heard;
  } catch (error) {
    if (error instanceof OutboundError) throw modelErrorOfOutbound(error);
    throw error;
  }
}

/** What a call came to, and how much audio it is paid for; undefined where nobody knows. */
interface Called {
  heard: Heard | undefined;
  error: ModelError | undefined;
  audioMs: number | undefined;
}

async function call(context: Context, tenantId: string, turn: Turn, reservation: string): Promise<Called> {
  const keep = () => inTenant(context.db, tenantId, (tx) => keepReservedIn(context, tx, reservation));
  const keeping = setInterval(
    () => void keep().catch((err: unknown) => context.log.warn({ err }, 'money could not be kept aside')),
    KEEP_EVERY_MS,
  );
  const { mostMs, isExact } = turn.hearing;
  try {
    const heard = await callOnce(context, turn);
    return { heard, error: undefined, audioMs: heard.audioMs ?? (isExact ? mostMs : lastMs(heard, mostMs)) };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { heard: undefined, error, audioMs: error.used === 'nothing' ? 0 : isExact ? mostMs : undefined };
  } finally {
    clearInterval(keeping);
  }
}

/** Of a file of unknown length whose answer says nothing of it: all that it may be, since nobody knows better. */
function lastMs({ segments, timing }: Heard, mostMs: number): number | undefined {
  return timing === 'stated' && segments.length > 0 ? Math.min(mostMs, Math.ceil(1_000 * (segments.at(-1)?.end ?? 0))) : undefined;
}

async function turnOf(context: Context, tenantId: string, hearer: Hearer, hearing: Hearing): Promise<Turn | { fault: AskFault }> {
  const provider = await inTenant(context.db, tenantId, (tx) => findStoredProvider(tx, hearer.provider), { readOnly: true });
  if (!provider) return { fault: 'not_allowed' };
  const account = await accountOf(context, 'system', tenantId, provider);
  return account === undefined ? { fault: 'no_account' } : { hearing, hearer, provider, account };
}

/**
 * Has one provider hear audio, again where that makes sense; its money is set aside before each call and counted after it. Answers are read
 * by their form alone. Whoever calls has authorized it.
 * @throws AppError `unavailable` when the database cannot be reached; the reason of the signal when it aborts.
 */
export async function hear(
  context: Context,
  _actor: 'system',
  tenantId: string,
  { hearer, hearing }: Pick<Turn, 'hearer' | 'hearing'>,
): Promise<HearingEnd> {
  const turn = await turnOf(context, tenantId, hearer, hearing);
  let [calls, costMicros] = [0, 0];
  if ('fault' in turn) return { fault: turn.fault, status: undefined, calls, costMicros };
  const { kind, baseUrl, apiKey } = turn.account;
  const name = createHash('sha256')
    .update(JSON.stringify([kind, baseUrl ?? '', apiKey ?? '']))
    .digest('base64');
  const breakers = breakersOf(context);
  let last: { fault: AskFault; status: number | undefined } | undefined;
  for (let retries = 0; ; retries += 1) {
    const breaker = begun(breakers.get(name) ?? FRESH, context.clock());
    if (breaker === undefined) return { ...(last ?? { fault: 'resting', status: undefined }), calls, costMicros };
    const prepared = await prepare(context, tenantId, turn);
    if ('fault' in prepared) return { fault: prepared.fault, status: undefined, calls, costMicros };
    breakers.set(name, breaker);
    calls += 1;
    const { reservation, minuteMicros } = prepared;
    const { heard, error, audioMs } = await call(context, tenantId, turn, reservation);
    breakers.set(name, ended(breakers.get(name) ?? FRESH, error !== undefined && isAccounts(error.fault), context.clock()));
    const usage = { provider: hearer.provider, model: hearer.audio.model, task: hearing.task, minuteMicros, audioMs };
    costMicros += (await settleSpend(context, 'system', tenantId, { id: reservation, usage }))?.costMicros ?? 0;
    if (heard) return { heard, calls, costMicros };
    const { fault, status, retryAfter } = error ?? new ModelError('unreadable', { used: 'unknown' });
    context.log.warn({ tenantId, provider: hearer.provider, model: hearer.audio.model, fault, status }, 'audio was not heard');
    last = { fault, status };
    const chance = randomBelow(1_000) / 1_000;
    const wait = isRetried(fault, retries) ? waitMs({ retries, retryAfter, chance }, context.clock()) : undefined;
    if (wait === undefined) return { ...last, calls, costMicros };
    await pause(wait, undefined, hearing.signal && { signal: hearing.signal });
  }
}
