import { setImmediate as othersTurn } from 'node:timers/promises';
import { findCodesIn } from '../../catalog/codes/service.ts';
import { ensureShowStubsIn, listShowNamesIn } from '../../catalog/shows/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { faultSentence } from '../../platform/schema-faults.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import { dropsUnknownConsent, requireOpen } from '../../tenants/standing/service.ts';
import { MAX_BATCH } from '../intake/schema.ts';
import { type HashedIdentity, hashIdentity, timeFault } from '../intake/rules.ts';
import { getKeptFromMs } from '../retention/service.ts';
import { keysOf } from './linking.ts';
import { takeBackIn } from '../surveylinks/service.ts';
import { createShowIndex, type NamedShow, type ShowIndex } from './likeness.ts';
import { buildSummary, indexShows, judge, phraseOf, speaksOfPodcast, withoutContacts } from './rules.ts';
import { type AnswerState, type Mapping, NewSurveyAnswer, type SurveyAnswer, type SurveyResult, type SurveySummary } from './schema.ts';
import {
  type AnswerRow,
  countAnswers,
  countByShow,
  countCustomers,
  deleteAnswersOf,
  deleteOldAnswers,
  findAnswersOf,
  findOpenByPhrase,
  insertAnswers,
  insertWaiting,
  listAliases,
  listAnswers as listRows,
  lockAnswer,
  shownAnswer,
  type StoredAnswer,
  updateMeaning,
  upsertAlias,
} from './store.ts';

const MOST_OF_PHRASE = 1_000;

/** Shows are made ready, and answers judged, so much at a time before others have their turn. */
const SHOWS_AT_ONCE = 500;
const COMPARISONS_AT_ONCE = 2_000;
const LOOKS_AT_ONCE = 50_000;
const MOST_INDEXES = 8;

interface Indexed {
  shows: readonly NamedShow[];
  index: ShowIndex;
}

const indexesByContext = new WeakMap<Context, Map<string, Indexed>>();

const isSame = (a: readonly NamedShow[], b: readonly NamedShow[]) =>
  a.length === b.length && a.every(({ key, name }, place) => key === b[place].key && name === b[place].name);

/** The index of a tenant's shows; made anew where one has another name than when it was made. */
async function indexOf(context: Context, tenantId: string, shows: readonly NamedShow[]): Promise<ShowIndex> {
  const indexes = indexesByContext.get(context) ?? new Map<string, Indexed>();
  indexesByContext.set(context, indexes);
  const known = indexes.get(tenantId);
  indexes.delete(tenantId);
  if (known && isSame(known.shows, shows)) {
    indexes.set(tenantId, known);
    return known.index;
  }
  const index = createShowIndex();
  for (let from = 0; from < shows.length; from += SHOWS_AT_ONCE) {
    indexShows(shows.slice(from, from + SHOWS_AT_ONCE), index);
    await othersTurn();
  }
  indexes.set(tenantId, { shows, index });
  for (const oldest of indexes.keys()) if (indexes.size > MOST_INDEXES) indexes.delete(oldest);
  return index;
}

/** What is kept of an answer beside its meaning where consent is denied. */
const NOBODY = { answer: '…', phrase: '', orderId: null, conversionId: null, identityKeys: null };

type Who = Pick<AnswerRow, 'orderId' | 'conversionId' | 'identityKeys'>;

/** What ties an answer to a person, hashed; undefined where nothing of that may be kept. */
async function whoOfIn(
  context: Context,
  tenantId: string,
): Promise<(answer: Pick<NewSurveyAnswer, 'orderId' | 'conversionId' | 'identity' | 'consent'>) => Who | undefined> {
  const hashing = { keys: await getTenantKeys(context, 'system', tenantId), agentHashes: new Map<string, string>() };
  const dropsUnknown = await dropsUnknownConsent(context, 'system', tenantId);
  return ({ orderId = null, conversionId = null, identity = {}, consent = 'unknown' }) => {
    if (consent === 'denied' || (consent === 'unknown' && dropsUnknown)) return undefined;
    const identityKeys = keysOf(hashIdentity(identity, hashing));
    return { orderId, conversionId, identityKeys: identityKeys.length === 0 ? null : identityKeys };
  };
}

/** Judges answers outside any transaction, and lets others have their turn in between. */
async function judgeAll(context: Context, tenantId: string, answers: readonly NewSurveyAnswer[]): Promise<AnswerRow[]> {
  const plain = answers.map((answer) => {
    const text = withoutContacts(answer.answer);
    return { ...answer, answer: text, phrase: phraseOf(text) };
  });
  const read = async (tx: TenantTx) => ({
    shows: await listShowNamesIn(tx),
    aliases: await listAliases(tx, [...new Set(plain.map(({ phrase }) => phrase))]),
  });
  const { shows, aliases } = await inTenant(context.db, tenantId, read, { readOnly: true });
  const index = await indexOf(context, tenantId, shows);
  const rows: AnswerRow[] = [];
  let { comparisons, looks } = index.work;
  const whoOf = await whoOfIn(context, tenantId);
  for (const { id, occurredAt, answer, phrase, ...rest } of plain) {
    const row = { ...judge(answer, index, aliases), id, occurredAt, isPodcast: speaksOfPodcast(answer) };
    const who = whoOf(rest);
    rows.push(who ? { ...row, answer, phrase, ...who } : { ...row, ...NOBODY });
    const { work } = index;
    if (work.comparisons - comparisons < COMPARISONS_AT_ONCE && work.looks - looks < LOOKS_AT_ONCE) continue;
    ({ comparisons, looks } = work);
    await othersTurn();
  }
  return rows;
}

/** Answers that mean a show wait for their conversion, which a job looks for. */
async function storeIn(tx: TenantTx, rows: readonly AnswerRow[]): Promise<number> {
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

/**
 * Stores answers to "how did you hear about us" and judges which show each means: by what people have said of the same words, else by
 * likeness to the shows' names. One that surely means a show becomes a touchpoint of it once its conversion is there; one that may waits
 * for a person. The same id again is a duplicate. Of e-mail addresses and long numbers in an answer nothing is kept.
 * @throws AppError `forbidden`; `suspended`; `invalid_request` or `too_large` for no or more than 1,000 answers.
 */
export async function acceptSurveyAnswers(context: Context, actor: Actor, items: readonly unknown[]): Promise<SurveyResult> {
  authorize(actor, 'survey_answers.create');
  await requireOpen(context, 'system', actor.tenantId);
  if (items.length === 0 || items.length > MAX_BATCH)
    throw new AppError(items.length === 0 ? 'invalid_request' : 'too_large', `Send 1 to ${MAX_BATCH} answers at a time.`);
  const keptFromMs = await getKeptFromMs(context, 'system', actor.tenantId);
  const rejected: SurveyResult['rejected'] = [];
  const answers = new Map<string, NewSurveyAnswer>();
  items.forEach((item, index) => {
    const parsed = NewSurveyAnswer.safeParse(item, { reportInput: true });
    const fault = parsed.success ? timeFault(Date.parse(parsed.data.occurredAt), { nowMs: context.clock(), keptFromMs }) : undefined;
    if (!parsed.success) rejected.push({ index, code: 'invalid', detail: faultSentence(parsed.error.issues[0]) });
    else if (fault) rejected.push({ index, ...fault.rejection });
    else if (!answers.has(parsed.data.id)) answers.set(parsed.data.id, parsed.data);
  });
  const rows = answers.size === 0 ? [] : await judgeAll(context, actor.tenantId, [...answers.values()]);
  const accepted = rows.length === 0 ? 0 : await inTenant(context.db, actor.tenantId, (tx) => storeIn(tx, rows));
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

async function giveMeaningIn(tx: TenantTx, answer: StoredAnswer, show: string | null): Promise<void> {
  if (answer.touchpointId !== null) await takeBackIn(tx, answer.touchpointId);
  const state = show === null ? 'rejected' : 'confirmed';
  await updateMeaning(tx, answer.id, { state, show, score: show === null ? null : 1, reason: `a person ${state} it` });
  if (show !== null && (answer.orderId ?? answer.conversionId) !== null) await insertWaiting(tx, [answer.id]);
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
    await giveMeaningIn(tx, answer, show);
    if (remember && show !== null && answer.phrase !== '') {
      await upsertAlias(tx, answer.phrase, show);
      for (const same of await findOpenByPhrase(tx, answer.phrase, MOST_OF_PHRASE)) await giveMeaningIn(tx, same, show);
    }
    await recordAuditIn(tx, { actor: actor.name, action: 'survey_answer.map', target: id, after: { show, remember } });
    return shownAnswer((await lockAnswer(tx, id)) ?? answer);
  });
}

/**
 * What answers of a time, `from` included, `to` excluded, say together: the share that means a podcast with its 95 % interval, customers
 * projected from it, and the survey multiplier.
 * @throws AppError `forbidden`; `invalid_request` when `to` does not lie after `from`.
 */
export async function getSurveySummary(context: Context, actor: Actor, { from, to }: { from: string; to: string }): Promise<SurveySummary> {
  authorize(actor, 'survey_answers.read');
  if (Date.parse(to) <= Date.parse(from)) throw new AppError('invalid_request', '"to" must lie after "from".');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const groups = await countCustomers(tx, from, to);
    const codes = await findCodesIn(tx, [...new Set(groups.flatMap(({ code }) => code ?? []))]);
    const isDirect = ({ code, usedAt, isVanity }: (typeof groups)[number]) =>
      isVanity || (code !== null && usedAt !== null && codes.at(code, usedAt.getTime()) !== undefined);
    const sum = (of: typeof groups) => of.reduce((total, { customers }) => total + customers, 0);
    const counts = { ...(await countAnswers(tx, from, to)), customers: sum(groups), direct: sum(groups.filter(isDirect)) };
    return buildSummary({ from, to, ...counts, shows: await countByShow(tx, from, to) });
  });
}

/** Deletes what people answered about these conversions and their orders, or as themselves, as their erasure asks. */
export async function eraseAnswersIn(
  tx: TenantTx,
  conversions: readonly (HashedIdentity & { id: string; orderId: string | null })[],
): Promise<void> {
  if (conversions.length === 0) return;
  const touchpoints = await deleteAnswersOf(tx, {
    conversionIds: conversions.map(({ id }) => id),
    orderIds: conversions.flatMap(({ orderId }) => orderId ?? []),
    // An address is nobody's own.
    keys: conversions.flatMap(({ userKey, emailKey, deviceKey, clickKey }) => keysOf({ userKey, emailKey, deviceKey, clickKey })),
  });
  for (const id of touchpoints) await takeBackIn(tx, id);
}

/** An answer as an export of a person tells it. */
export type SubjectAnswer = Pick<StoredAnswer, 'id' | 'occurredAt' | 'answer' | 'orderId' | 'conversionId' | 'state' | 'show'>;

/** What was answered about these conversions and their orders. */
export async function exportAnswersIn(
  tx: TenantTx,
  conversions: readonly { id: string; orderId: string | null }[],
): Promise<SubjectAnswer[]> {
  if (conversions.length === 0) return [];
  const found = await findAnswersOf(
    tx,
    conversions.map(({ id }) => id),
    conversions.flatMap(({ orderId }) => orderId ?? []),
  );
  return found.map(({ id, occurredAt, answer, orderId, conversionId, state, show }) => {
    return { id, occurredAt, answer, orderId, conversionId, state, show };
  });
}

/** Deletes up to `limit` answers from before an instant; returns how many. */
export async function deleteOldAnswersIn(tx: TenantTx, before: string, limit: number): Promise<number> {
  return deleteOldAnswers(tx, before, limit);
}
