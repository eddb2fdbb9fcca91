import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { CODES_OF_CONVERSION } from '../ordercodes/store.ts';
import { namesOfOrder, orderNamedBy } from '../ordernames/store.ts';
import type { Judgement } from './rules.ts';
import type { AnswerState, Candidate, SurveyAnswer } from './schema.ts';

/** An answer as it is to be stored. */
export interface AnswerRow extends Judgement {
  id: string;
  occurredAt: string;
  answer: string;
  phrase: string;
  isPodcast: boolean;
  orderId: string | null;
  conversionId: string | null;
  /** Hashes of who answered; null where an authenticated sender named nobody, and is believed as to the order. */
  identityKeys: string[] | null;
}

/** An answer as it is stored. */
export interface StoredAnswer extends AnswerRow {
  revision: number;
  touchpointId: string | null;
}

interface Row {
  id: string;
  occurred_at: Date;
  answer: string;
  phrase: string;
  is_podcast: boolean;
  order_id: string | null;
  conversion_id: string | null;
  identity_keys: string[] | null;
  state: AnswerState;
  show: string | null;
  score: number | null;
  reason: string;
  candidates: Candidate[];
  revision: number;
  touchpoint_id: string | null;
}

const COLUMNS = `id, occurred_at, answer, phrase, is_podcast, order_id, conversion_id, state, show, score, reason, candidates, revision,
  touchpoint_id, (select array_agg(replace(key::text, '-', '')) from unnest(identity_keys) as key) as identity_keys`;

/** Adds the answers whose ids are new; returns those ids. */
export async function insertAnswers(tx: TenantTx, rows: readonly AnswerRow[]): Promise<Set<string>> {
  const inserted = await tx.query<{ id: string }>({
    text: `insert into survey_answers (
             tenant_id, id, occurred_at, answer, phrase, is_podcast, order_id, conversion_id, state, show, score, reason, candidates,
             identity_keys)
           select $1, id, occurred_at, answer, phrase, is_podcast, order_id, conversion_id, state, show, score, reason, candidates,
             keys::uuid[] from unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[],
             $9::text[], $10::text[], $11::real[], $12::text[], $13::jsonb[], $14::text[]) as fresh (
             id, occurred_at, answer, phrase, is_podcast, order_id, conversion_id, state, show, score, reason, candidates, keys)
           on conflict do nothing returning survey_answers.id`,
    values: [
      tx.tenantId,
      column(rows, (row) => row.id),
      column(rows, (row) => row.occurredAt),
      column(rows, (row) => row.answer),
      column(rows, (row) => row.phrase),
      column(rows, (row) => row.isPodcast),
      column(rows, (row) => row.orderId ?? undefined),
      column(rows, (row) => row.conversionId ?? undefined),
      column(rows, (row) => row.state),
      column(rows, (row) => row.show ?? undefined),
      column(rows, (row) => row.score ?? undefined),
      column(rows, (row) => row.reason),
      column(rows, (row) => JSON.stringify(row.candidates)),
      column(rows, (row) => (row.identityKeys?.length ? `{${row.identityKeys.join(',')}}` : undefined)),
    ],
  });
  return new Set(inserted.map(({ id }) => id));
}

export async function listAnswers(
  tx: TenantTx,
  { state, after, limit }: { state: AnswerState | undefined; after: { at: string; id: string } | undefined; limit: number },
): Promise<StoredAnswer[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from survey_answers
           where tenant_id = $1 and ($2::text is null or state = $2) and ($3::timestamptz is null or (occurred_at, id) < ($3, $4))
           order by occurred_at desc, id desc limit $5`,
    values: [tx.tenantId, state ?? null, after?.at ?? null, after?.id ?? '', limit],
  });
  return rows.map(toAnswer);
}

/** An answer, kept from others who would change it until the transaction ends. */
export async function lockAnswer(tx: TenantTx, id: string): Promise<StoredAnswer | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from survey_answers where tenant_id = $1 and id = $2 for update`,
    values: [tx.tenantId, id],
  });
  return row && toAnswer(row);
}

/** What was remembered of words, as one text that changes with it. */
export async function findAliasMark(tx: TenantTx): Promise<string> {
  const [row] = await tx.query<{ mark: string | null }>({
    text: `select md5(string_agg(phrase || chr(1) || show, chr(2) order by phrase)) as mark from survey_aliases where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return row?.mark ?? '';
}

/** Answers of the same words that nobody has judged yet. */
export async function findOpenByPhrase(tx: TenantTx, phrase: string, limit: number): Promise<StoredAnswer[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from survey_answers
           where tenant_id = $1 and phrase = $2 and state in ('mapped', 'waiting', 'unmapped') order by id limit $3 for update`,
    values: [tx.tenantId, phrase, limit],
  });
  return rows.map(toAnswer);
}

/** Answers that nobody has judged, after this id; those of which no words are kept are left out. */
export async function listOpen(tx: TenantTx, after: string, limit: number): Promise<StoredAnswer[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from survey_answers
           where tenant_id = $1 and id > $2 and state in ('mapped', 'waiting', 'unmapped') and phrase <> '' order by id limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toAnswer);
}

/** Which of these answers are stored. */
export async function findStoredIds(tx: TenantTx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>({
    text: 'select id from survey_answers where tenant_id = $1 and id = any ($2::text[])',
    values: [tx.tenantId, column(ids, (id) => id)],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Gives an answer a meaning: of another show, what it was evidence for is taken back by whoever calls. Without candidates they stay. */
export async function updateMeaning(
  tx: TenantTx,
  id: string,
  { state, show, score, reason, candidates }: Omit<Judgement, 'candidates'> & Partial<Judgement>,
): Promise<void> {
  await tx.query({
    text: `update survey_answers set state = $3, show = $4, score = $5, reason = $6, candidates = coalesce($7::jsonb, candidates),
             revision = revision + (show is distinct from $4)::integer,
             touchpoint_id = case when show is distinct from $4 then null else touchpoint_id end
           where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id, state, show, score, reason, candidates ? JSON.stringify(candidates) : null],
  });
}

export async function listAliases(tx: TenantTx, phrases: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ phrase: string; show: string }>({
    text: 'select phrase, show from survey_aliases where tenant_id = $1 and phrase = any ($2::text[])',
    values: [tx.tenantId, column(phrases, (phrase) => phrase)],
  });
  return new Map(rows.map(({ phrase, show }) => [phrase, show]));
}

export async function upsertAlias(tx: TenantTx, phrase: string, show: string): Promise<void> {
  await tx.query({
    text: `insert into survey_aliases (tenant_id, phrase, show) values ($1, $2, $3)
           on conflict (tenant_id, phrase) do update set show = excluded.show`,
    values: [tx.tenantId, phrase, show],
  });
}

const KEY_NAMES = ['address_key', 'user_key', 'email_key', 'device_key', 'click_key'];
const RECORD_IS_THEIRS = KEY_NAMES.map((name) => `coalesce(c.${name} = any (a.identity_keys), false)`).join(' or ');

/** The order that an answer names, by whichever of its names. */
const ORDER_OF_ANSWER = orderNamedBy('a.order_id');

/** What an answer is about: an order, a conversion, or nothing but itself. */
const SUBJECT_OF_ANSWER = `coalesce('o' || ${ORDER_OF_ANSWER}, 'c' || a.conversion_id, 'a' || a.id)`;

/** Whether an answer that says who gave it may be about what it names; while nothing is known of that, it may. */
const MAY_BE_ABOUT = `(a.identity_keys is null or coalesce((
  select bool_or(${RECORD_IS_THEIRS}) from (
    select * from conversions where tenant_id = $1 and order_id in (
      select a.order_id union all select ${ORDER_OF_ANSWER} union all ${namesOfOrder(ORDER_OF_ANSWER)}
    )
    union all select * from conversions where tenant_id = $1 and id = a.conversion_id
  ) as c
), true))`;

/**
 * Of each order, conversion or lone answer in a time, $2 included, $3 excluded, what was said last; of an order nothing that somebody else
 * said of it.
 */
const LAST_ANSWERS = `(
  select distinct on (${SUBJECT_OF_ANSWER}) state, show, is_podcast from survey_answers as a
  where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and ${MAY_BE_ABOUT}
  order by ${SUBJECT_OF_ANSWER}, occurred_at desc, id desc
) as answers`;

/** How many answered, how many of them meant a podcast, and how many answers named the order of somebody else. */
export async function countAnswers(
  tx: TenantTx,
  from: string,
  to: string,
): Promise<{ answers: number; podcastAnswers: number; foreignAnswers: number }> {
  const [row] = await tx.query<{ answers: number; podcast: number; foreign: number }>({
    text: `select count(*)::integer as answers,
             (count(*) filter (where state in ('mapped', 'confirmed') or is_podcast and state <> 'rejected'))::integer as podcast,
             (select count(*)::integer from survey_answers as a
              where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and not ${MAY_BE_ABOUT}) as "foreign"
           from ${LAST_ANSWERS}`,
    values: [tx.tenantId, from, to],
  });
  return { answers: row.answers, podcastAnswers: row.podcast, foreignAnswers: row.foreign };
}

export async function countByShow(tx: TenantTx, from: string, to: string): Promise<{ show: string; answers: number }[]> {
  return tx.query<{ show: string; answers: number }>({
    text: `select show, count(*)::integer as answers from ${LAST_ANSWERS}
           where state in ('mapped', 'confirmed') group by show order by answers desc, show`,
    values: [tx.tenantId, from, to],
  });
}

/** By which columns a customer is the visitor of before: one of these of their own, or address and program together. */
const VISITOR_COLUMNS = [['user_key'], ['email_key'], ['device_key'], ['click_key'], ['address_key', 'agent_key']];

/**
 * Customers of a time by the codes they used, when, and whether a vanity visit of theirs lies in the 30 days before. An order is one, but
 * for an order id on more than `mostRecords` records, which names none.
 */
export async function countCustomers(
  tx: TenantTx,
  { from, to, mostRecords }: { from: string; to: string; mostRecords: number },
): Promise<{ codes: string[] | null; usedAt: Date | null; isVanity: boolean; customers: number }[]> {
  // A join for each kind of key, as one over all of them would compare every customer with every visit.
  const came = VISITOR_COLUMNS.map(
    (names) => `select c.id from bought as c join visits as v on ${names.map((name) => `v.${name} = c.${name}`).join(' and ')}
      and v.occurred_at between c.occurred_at - interval '30 days' and c.occurred_at`,
  );
  return tx.query<{ codes: string[] | null; usedAt: Date | null; isVanity: boolean; customers: number }>({
    text: `with visits as materialized (
             select occurred_at, address_key, agent_key, user_key, email_key, device_key, click_key from touchpoints
             where tenant_id = $1 and kind = 'vanity_visit'
               and occurred_at >= $2::timestamptz - interval '30 days' and occurred_at < $3
           ), bought as materialized (
             select id, occurred_at, coalesce(${CODES_OF_CONVERSION}, array[promo_code]) as codes, promo_code,
               address_key, agent_key, user_key, email_key, device_key, click_key,
               case when count(*) over (partition by order_id) <= $4 then 'o' || order_id end as order_name
             from conversions as c where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind in ('purchase', 'subscription')
           ), came as materialized (
             ${came.join(' union ')}
           ), customers as (
             select coalesce(order_name, 'c' || id) as name, max(codes) filter (where promo_code is not null) as codes,
               min(occurred_at) filter (where promo_code is not null) as used_at, bool_or(id in (select id from came)) as vanity
             from bought group by 1
           )
           select codes, used_at as "usedAt", vanity as "isVanity", count(*)::integer as customers from customers
           group by codes, used_at, vanity`,
    values: [tx.tenantId, from, to, mostRecords],
  });
}

/** What answers may be a person's by. */
export interface AnswersOf {
  conversionIds: readonly string[];
  orderIds: readonly string[];
  /** Hashes of the person's own. */
  keys: readonly string[];
  /** Hashes of addresses that only this person is said to be behind: they tell of answers that are about no order. */
  addressKeys: readonly string[];
}

const OF_PERSON = `(conversion_id = any ($2::text[]) or order_id = any ($3::text[]) or identity_keys && $4::uuid[]
  or order_id is null and conversion_id is null and identity_keys && $5::uuid[])`;

function personColumns({ conversionIds, orderIds, keys, addressKeys }: AnswersOf): unknown[] {
  return [conversionIds, orderIds, keys, addressKeys].map((texts) => column(texts, (text) => text));
}

/** Deletes answers, and what was remembered of words that nobody else said; returns the touchpoints they were. */
export async function deleteAnswers(tx: TenantTx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ touchpoint_id: string | null; phrase: string }>({
    text: 'delete from survey_answers where tenant_id = $1 and id = any ($2::text[]) returning touchpoint_id, phrase',
    values: [tx.tenantId, column(ids, (id) => id)],
  });
  if (rows.length > 0)
    await tx.query({
      text: `delete from survey_aliases as a where tenant_id = $1 and phrase = any ($2::text[])
               and not exists (select 1 from survey_answers as s where s.tenant_id = $1 and s.phrase = a.phrase)`,
      values: [tx.tenantId, column(rows, ({ phrase }) => phrase)],
    });
  return rows.flatMap((row) => row.touchpoint_id ?? []);
}

/** Answers that may be a person's, oldest first; those about orders may be somebody else's who has one under the same order id. */
export async function findAnswersOf(tx: TenantTx, of: AnswersOf): Promise<StoredAnswer[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from survey_answers where tenant_id = $1 and ${OF_PERSON} order by occurred_at, id`,
    values: [tx.tenantId, ...personColumns(of)],
  });
  return rows.map(toAnswer);
}

/** Deletes up to `limit` answers from before an instant; returns how many. */
export async function deleteOldAnswers(tx: TenantTx, before: string, limit: number): Promise<number> {
  const rows = await tx.query({
    text: `delete from survey_answers where tenant_id = $1 and id = any (array(
             select id from survey_answers where tenant_id = $1 and occurred_at < $2 order by occurred_at, id limit $3
           )) returning id`,
    values: [tx.tenantId, before, limit],
  });
  return rows.length;
}

function toAnswer(row: Row): StoredAnswer {
  return {
    id: row.id,
    occurredAt: row.occurred_at.toISOString(),
    answer: row.answer,
    phrase: row.phrase,
    isPodcast: row.is_podcast,
    orderId: row.order_id,
    conversionId: row.conversion_id,
    identityKeys: row.identity_keys,
    state: row.state,
    show: row.show,
    score: row.score,
    reason: row.reason,
    candidates: row.candidates,
    revision: row.revision,
    touchpointId: row.touchpoint_id,
  };
}

/** A stored answer as people see it. */
export function shownAnswer({
  touchpointId,
  phrase: _phrase,
  isPodcast: _isPodcast,
  revision: _revision,
  identityKeys: _identityKeys,
  ...rest
}: StoredAnswer): SurveyAnswer {
  return { ...rest, score: rest.score === null ? null : Math.round(rest.score * 1_000) / 1_000, isEvidence: touchpointId !== null };
}
