import { findCodesIn } from '../../catalog/codes/service.ts';
import { ensureShowStubsIn } from '../../catalog/shows/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inIntake, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { grantEventsIn, listEventLimits, refusalForEvents, refusalForStorage, withSlot } from '../../tenants/quotas/service.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import { dropsUnknownConsent, requireOpen } from '../../tenants/standing/service.ts';
import { MOST_RECORDS_PER_ORDER } from '../evidence/rules.ts';
import { findOrderIdsIn } from '../evidence/service.ts';
import { refused, timedFaults } from '../intake/faults.ts';
import { hashIdentity } from '../intake/rules.ts';
import { MAX_BATCH, orderIdOf } from '../intake/schema.ts';
import { getKeptFromMs } from '../retention/service.ts';
import { findScreenedIn, type ScreenedHashes, screenedHashesOf } from '../screening/service.ts';
import type { Subject } from '../subjects/rules.ts';
import { judgeTexts } from '../surveyjudging/service.ts';
import { ordersOfAnswerIn, takeBackIn } from '../surveylinks/service.ts';
import { insertWaiting } from '../surveylinks/store.ts';
import { keysOf } from './linking.ts';
import { aliasMeaning, buildSummary, phraseOf, speaksOfPodcast, withoutContacts } from './rules.ts';
import { type AnswerState, type Mapping, NewSurveyAnswer, type SurveyAnswer, type SurveyResult, type SurveySummary } from './schema.ts';
import {
  type AnswerRow,
  type AnswersOf,
  countAnswers,
  countByShow,
  countCustomers,
  deleteAnswers,
  deleteOldAnswers,
  findAnswersOf,
  findOpenByPhrase,
  findStoredIds,
  insertAnswers,
  listAnswers as listRows,
  lockAnswer,
  shownAnswer,
  type StoredAnswer,
  updateMeaning,
  upsertAlias,
} from './store.ts';

const MOST_OF_PHRASE = 1_000;

/** Each goes through every order of its time; a few at a time leave room for others. */
const summaries = createGate({ perOwner: 1, inAll: 2 });

/** What is kept of an answer beside its meaning where consent is denied. */
const NOBODY = { answer: '…', phrase: '', orderId: null, conversionId: null, identityKeys: null };

type Who = Pick<AnswerRow, 'orderId' | 'conversionId' | 'identityKeys'>;

/** An answer that is to be stored, and what it is screened by. */
interface ScreenedAnswer {
  row: AnswerRow;
  screened: ScreenedHashes;
}

/** What ties an answer to a person, hashed; undefined where nothing of that may be kept. */
async function whoOfIn(
  context: Context,
  tenantId: string,
): Promise<
  (answer: Pick<NewSurveyAnswer, 'orderId' | 'conversionId' | 'identity' | 'consent'>) => { who?: Who; screened: ScreenedHashes }
> {
  const hashing = { keys: await getTenantKeys(context, 'system', tenantId), agentHashes: new Map<string, string>() };
  const dropsUnknown = await dropsUnknownConsent(context, 'system', tenantId);
  return ({ orderId = null, conversionId = null, identity = {}, consent = 'unknown' }) => {
    const hashed = hashIdentity(identity, hashing);
    const screened = screenedHashesOf(hashed, conversionId, hashing.keys);
    if (consent === 'denied' || (consent === 'unknown' && dropsUnknown)) return { screened };
    const identityKeys = keysOf(hashed);
    return {
      who: {
        orderId: orderId === null ? null : orderIdOf(orderId),
        conversionId,
        identityKeys: identityKeys.length === 0 ? null : identityKeys,
      },
      screened,
    };
  };
}

/** Hashes answers and judges them, outside any transaction. */
async function judgeAll(context: Context, tenantId: string, answers: readonly NewSurveyAnswer[]): Promise<ScreenedAnswer[]> {
  const plain = answers.map((answer) => {
    const text = withoutContacts(answer.answer);
    return { ...answer, answer: text, phrase: phraseOf(text) };
  });
  const judgements = await judgeTexts(context, 'system', tenantId, plain);
  const whoOf = await whoOfIn(context, tenantId);
  return plain.map(({ id, occurredAt, answer, phrase, ...rest }, place) => {
    const row = { ...judgements[place], id, occurredAt, isPodcast: speaksOfPodcast(answer) };
    const { who, screened } = whoOf(rest);
    return { row: who ? { ...row, answer, phrase, ...who } : { ...row, ...NOBODY }, screened };
  });
}

/**
 * Stores answers without what ties them to somebody who objected, or whose conversion was erased; those that mean a show wait to be made
 * evidence, which a job does.
 */
async function storeIn(tx: TenantTx, answers: readonly ScreenedAnswer[]): Promise<number> {
  const out = await findScreenedIn(
    tx,
    answers.map(({ screened }) => screened),
  );
  const rows = answers.map(({ row, screened }) => (out.has(screened) ? { ...row, ...NOBODY } : row));
  const fresh = await insertAnswers(tx, rows);
  const linkable = rows.filter(
    ({ id, show, orderId, conversionId }) => fresh.has(id) && show !== null && (orderId ?? conversionId) !== null,
  );
  if (linkable.length > 0)
    await insertWaiting(
      tx,
      linkable.map(({ id }) => id),
    );
  return fresh.size;
}

/** The answers that are new and that the quota has room for, counted as events are. */
async function countedOf(context: Context, tenantId: string, answers: readonly ScreenedAnswer[]): Promise<Set<ScreenedAnswer>> {
  const ids = answers.map(({ row }) => row.id);
  const stored = await inTenant(context.db, tenantId, (tx) => findStoredIds(tx, ids), { readOnly: true });
  const fresh = answers.filter(({ row }) => !stored.has(row.id));
  if (fresh.length === 0) return new Set(answers);
  const limits = await listEventLimits(context, 'system', [tenantId]);
  const claimed = fresh.map(({ row }) => ({ tenantId, id: row.id }));
  const room = await withSlot(context, 'system', (slot) =>
    inIntake(context.db, [tenantId], (tx) => grantEventsIn(context, tx, claimed, { limits, slot })),
  );
  const beyond = new Set(fresh.slice(room.get(tenantId) ?? 0));
  return new Set(answers.filter((one) => !beyond.has(one)));
}

/** Answers that can be read, each id once, by the place it came first; and why the others cannot. */
function readAnswers(items: readonly unknown[], when: Parameters<typeof timedFaults>[2]) {
  const rejected: SurveyResult['rejected'] = [];
  const answers = new Map<string, { answer: NewSurveyAnswer; index: number }>();
  items.forEach((item, index) => {
    const parsed = NewSurveyAnswer.safeParse(item, { reportInput: true });
    const faults = timedFaults(item, parsed.error, when);
    if (!parsed.success || faults.length > 0) rejected.push({ index, ...refused(faults).rejection });
    else if (!answers.has(parsed.data.id)) answers.set(parsed.data.id, { answer: parsed.data, index });
  });
  return { answers, rejected };
}

/**
 * Stores answers to "how did you hear about us" and judges which show each means: by what people have said of the same words, else by
 * likeness to the shows' names. One that surely means a show becomes a touchpoint of it once its conversion is there; one that may waits
 * for a person. The same id again is a duplicate. Of e-mail addresses and long numbers in an answer nothing is kept. Each that is stored
 * counts as an event.
 * @throws AppError `forbidden`; `suspended`; `quota_exceeded` when nothing but the quota was in the way of all; `invalid_request` or
 * `too_large` for no or more than 1,000 answers.
 */
export async function acceptSurveyAnswers(context: Context, actor: Actor, items: readonly unknown[]): Promise<SurveyResult> {
  authorize(actor, 'survey_answers.create');
  const { tenantId } = actor;
  await requireOpen(context, 'system', tenantId);
  const full = await refusalForStorage(context, 'system', tenantId);
  if (full) throw full;
  if (items.length === 0 || items.length > MAX_BATCH)
    throw new AppError(items.length === 0 ? 'invalid_request' : 'too_large', `Send 1 to ${MAX_BATCH} answers at a time.`);
  const { answers, rejected } = readAnswers(items, {
    nowMs: context.clock(),
    keptFromMs: await getKeptFromMs(context, 'system', tenantId),
  });
  const rows =
    answers.size === 0
      ? []
      : await judgeAll(
          context,
          tenantId,
          [...answers.values()].map(({ answer }) => answer),
        );
  const counted = rows.length === 0 ? new Set<ScreenedAnswer>() : await countedOf(context, tenantId, rows);
  const beyond = rows.filter((row) => !counted.has(row));
  if (beyond.length > 0) {
    const refusal = await refusalForEvents(context, 'system', tenantId);
    if (beyond.length === items.length) throw refusal;
    const places = beyond.map(({ row }) => answers.get(row.id)?.index ?? 0);
    rejected.push(...places.map((index) => ({ index, code: 'quota_exceeded', detail: refusal.message })));
    rejected.sort((a, b) => a.index - b.index);
  }
  const accepted = counted.size === 0 ? 0 : await inTenant(context.db, tenantId, (tx) => storeIn(tx, [...counted]));
  return { accepted, duplicates: items.length - rejected.length - accepted, rejected };
}

/** The answers of the actor's tenant, newest first, of one state if one is named. @throws AppError `forbidden`. */
export async function listSurveyAnswers(
  context: Context,
  actor: Actor,
  state: AnswerState | undefined,
  page: PageRequest,
): Promise<Page<SurveyAnswer>> {
  authorize(actor, 'survey_answers.read');
  const cut = page.after?.indexOf(' ') ?? -1;
  const after = page.after === undefined || cut < 0 ? undefined : { at: page.after.slice(0, cut), id: page.after.slice(cut + 1) };
  if (after && Number.isNaN(Date.parse(after.at))) throw new AppError('invalid_request', 'The cursor is none of this list.');
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, { state, after, limit: page.limit + 1 }));
  return pageOf(rows.map(shownAnswer), page.limit, ({ occurredAt, id }) => `${occurredAt} ${id}`);
}

type Meaning = Parameters<typeof updateMeaning>[2];

/** Gives an answer, which the transaction has locked, this meaning; another show takes back what it was evidence for. */
export async function giveMeaningIn(tx: TenantTx, answer: StoredAnswer, meaning: Meaning): Promise<void> {
  await updateMeaning(tx, answer.id, meaning);
  if (meaning.show === answer.show) return;
  if (answer.touchpointId !== null) await takeBackIn(tx, answer.touchpointId);
  if (meaning.show !== null && (answer.orderId ?? answer.conversionId) !== null) await insertWaiting(tx, [answer.id]);
}

function personsMeaning(show: string | null): Meaning {
  const state = show === null ? 'rejected' : 'confirmed';
  return { state, show, score: show === null ? null : 1, reason: `a person ${state} it` };
}

/**
 * Says which show an answer means, or that it means none. What it was evidence for before is taken back, and its conversion is matched
 * again. Remembered, the same words mean that show from now on, in all answers that nobody has judged yet too.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function mapSurveyAnswer(context: Context, actor: Actor, id: string, { show, remember }: Mapping): Promise<SurveyAnswer> {
  authorize(actor, 'survey_answers.review');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const answer = await lockAnswer(tx, id);
    if (!answer) throw new AppError('not_found', 'There is no such answer.');
    if (show !== null) await ensureShowStubsIn(tx, [show]);
    await giveMeaningIn(tx, answer, personsMeaning(show));
    if (remember && show !== null && answer.phrase !== '') {
      await upsertAlias(tx, answer.phrase, show);
      for (const same of await findOpenByPhrase(tx, answer.phrase, MOST_OF_PHRASE)) await giveMeaningIn(tx, same, aliasMeaning(show));
    }
    await recordAuditIn(tx, { actor: actor.name, action: 'survey_answer.map', target: id, after: { show, remember } });
    return shownAnswer((await lockAnswer(tx, id)) ?? answer);
  });
}

/**
 * What answers of a time, `from` included, `to` excluded, say together: the share that means a podcast with its 95 % interval, customers
 * projected from it, and the survey multiplier. An answer that names the order of somebody else is in none of them.
 * @throws AppError `forbidden`; `invalid_request` when `to` does not lie after `from`.
 */
export async function getSurveySummary(context: Context, actor: Actor, { from, to }: { from: string; to: string }): Promise<SurveySummary> {
  authorize(actor, 'survey_answers.read');
  if (Date.parse(to) <= Date.parse(from)) throw new AppError('invalid_request', '"to" must lie after "from".');
  const read = async (tx: TenantTx): Promise<SurveySummary> => {
    const groups = await countCustomers(tx, { from, to, mostRecords: MOST_RECORDS_PER_ORDER });
    const book = await findCodesIn(tx, [...new Set(groups.flatMap(({ codes }) => codes ?? []))]);
    const isDirect = ({ codes, usedAt, isVanity }: (typeof groups)[number]) =>
      isVanity || (usedAt !== null && codes?.some((code) => book.at(code, usedAt.getTime()) !== undefined) === true);
    const sum = (of: typeof groups) => of.reduce((total, { customers }) => total + customers, 0);
    const counts = { ...(await countAnswers(tx, from, to)), customers: sum(groups), direct: sum(groups.filter(isDirect)) };
    return buildSummary({ from, to, ...counts, shows: await countByShow(tx, from, to) });
  };
  return summaries.run(actor.tenantId, () => inTenant(context.db, actor.tenantId, read, { readOnly: true }));
}

/** A person's conversions, as far as answers name them. */
type Named = readonly { id: string; orderId: string | null }[];

/** What a person's answers may be known by: their conversions and orders by all of their names, and their own keys. */
async function answersOfIn(tx: TenantTx, conversions: Named, { keys }: Pick<Subject, 'keys'>): Promise<AnswersOf> {
  const keysFor = (isAddress: boolean) => keys.filter(({ field }) => (field === 'address_agent') === isAddress).map(({ key }) => key);
  const orderIds = [...new Set(conversions.flatMap(({ orderId }) => orderId ?? []))];
  return {
    conversionIds: conversions.map(({ id }) => id),
    orderIds: await findOrderIdsIn(tx, orderIds),
    keys: keysFor(false),
    addressKeys: keysFor(true),
  };
}

/** An answer that may be a person's, and whether it surely is: about an order id that a second shop uses, it may be another's. */
interface Possible {
  answer: StoredAnswer;
  isSure: boolean;
}

/**
 * The answers that may be a person's: what they said themselves, what names a conversion of theirs, and what names an order and may be said
 * by them; not what others said of an order of theirs, or of one of another shop under the same id.
 */
async function findPossibleIn(tx: TenantTx, subject: Pick<Subject, 'keys'>, conversions: Named): Promise<Possible[]> {
  const of = await answersOfIn(tx, conversions, subject);
  const [own, theirs] = [new Set(of.conversionIds), new Set(of.keys)];
  const found: Possible[] = [];
  for (const answer of await findAnswersOf(tx, of)) {
    const { orderId, conversionId, identityKeys } = answer;
    const isSaid = (orderId ?? conversionId) === null || identityKeys?.some((key) => theirs.has(key)) === true;
    const orders = isSaid ? [] : await ordersOfAnswerIn(tx, answer);
    const isAbout = own.has(conversionId ?? '') || orders.some((records) => records.some(({ id }) => own.has(id)));
    if (isSaid || isAbout) found.push({ answer, isSure: isSaid || orders.length === 1 });
  }
  return found;
}

/**
 * Deletes what a person answered, by these keys of theirs and about these conversions and their orders, as their erasure asks; while the
 * conversions are still there. What may as well be said of another shop's order under the same id goes, too: it would be taken to be.
 */
export async function eraseAnswersIn(tx: TenantTx, subject: Pick<Subject, 'keys'>, conversions: Named): Promise<void> {
  const ids = (await findPossibleIn(tx, subject, conversions)).map(({ answer }) => answer.id);
  for (const id of ids.length === 0 ? [] : await deleteAnswers(tx, ids)) await takeBackIn(tx, id);
}

/** An answer as an export of a person tells it. */
export type SubjectAnswer = Pick<StoredAnswer, 'id' | 'occurredAt' | 'answer' | 'orderId' | 'conversionId' | 'state' | 'show'>;

/** What a person answered, by these keys of theirs and about these conversions and their orders; only what is surely theirs. */
export async function exportAnswersIn(tx: TenantTx, subject: Pick<Subject, 'keys'>, conversions: Named): Promise<SubjectAnswer[]> {
  const sure = (await findPossibleIn(tx, subject, conversions)).filter(({ isSure }) => isSure);
  return sure.map(({ answer: { id, occurredAt, answer, orderId, conversionId, state, show } }) => ({
    id,
    occurredAt,
    answer,
    orderId,
    conversionId,
    state,
    show,
  }));
}

/** Deletes up to `limit` answers from before an instant; returns how many. */
export async function deleteOldAnswersIn(tx: TenantTx, before: string, limit: number): Promise<number> {
  return deleteOldAnswers(tx, before, limit);
}
