import { findEpisodeIn, findEpisodeNamesIn } from '../../catalog/episodes/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { digestOfLongText } from '../../platform/long-text.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { callInThread } from '../../platform/thread.ts';
import { answerBeforeIn, onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { endInsightsIn } from '../insights/service.ts';
import { fetchTranscript } from '../transcriptfetch/service.ts';
import { candidatesOf, languagesOf } from './candidates.ts';
import { type Reading, type ReadTranscript, readTranscript } from './reading.ts';
import { EpisodeTranscript, type NewTranscript, type TranscriptSegment } from './schema.ts';
import { bandOfLetter } from '../analyses/sentiment-bands.ts';
import { findBandLetters, upsertWaiting } from '../analyses/store.ts';
import * as store from './store.ts';

const MOST_KEPT = 20_000;
const TRANSCRIPT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const READER = new URL('./reading.ts', import.meta.url).href;
/** A longer text, which takes more than some hundredths of a second, is read in a thread of its own. */
const MOST_LENGTH_HERE = 256 * 1024;

/** Texts take up to 50 MB each, and addresses up to half a minute. */
const gate = createGate({ perOwner: 2, inAll: 6 });

async function read(text: string, pointer: string): Promise<ReadTranscript> {
  const isLong = text.length > MOST_LENGTH_HERE;
  const reading = isLong ? await callInThread<Reading>({ module: READER, name: 'readTranscript', input: text }) : readTranscript(text);
  if ('read' in reading) return reading.read;
  const { code, message } = reading.refusal;
  throw code === 'invalid_request' ? invalid(pointer, message) : new AppError(code, message);
}

/** A transcript that was read, where, and in which language. */
interface Given {
  read: ReadTranscript;
  url: string | null;
  language: string | null;
}

async function readAt(context: Context, url: string, pointer: string): Promise<ReadTranscript> {
  const { text, problem } = await fetchTranscript(context, 'system', url);
  if (text === undefined) throw invalid(pointer, `The transcript cannot be read: ${problem}`);
  return read(text, pointer);
}

function noEpisode(): AppError {
  return invalid('/episode', 'There is no such episode; make it with PUT /episodes/{key}, or follow its show.');
}

/** The first of the feed's transcripts that can be read. */
async function readFromFeed(context: Context, tenantId: string, { episode, language }: NewTranscript): Promise<Given> {
  const found = await inTenant(context.db, tenantId, (tx) => findEpisodeIn(tx, episode), { readOnly: true });
  if (!found) throw noEpisode();
  const candidates = candidatesOf(found.transcripts, language);
  let failure: unknown = invalid(
    '/source',
    found.transcripts.length === 0
      ? 'The feed names no transcript of this episode; send the text itself, or the address of a file.'
      : `The feed names no transcript in "${language}", only in ${languagesOf(found.transcripts)}.`,
  );
  for (const candidate of candidates) {
    try {
      return { read: await readAt(context, candidate.url, '/source'), url: candidate.url, language: candidate.language };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function readGiven(context: Context, tenantId: string, asked: NewTranscript): Promise<Given> {
  const { source, text = '', url = '', language = null } = asked;
  if (source === 'feed') return readFromFeed(context, tenantId, asked);
  if (source === 'upload') return { read: await read(text, '/text'), url: null, language };
  return { read: await readAt(context, url, '/url'), url, language };
}

async function namedIn(tx: TenantTx, transcripts: readonly store.StoredTranscript[]): Promise<EpisodeTranscript[]> {
  const names = await findEpisodeNamesIn(
    tx,
    transcripts.map(({ episode }) => episode),
  );
  return transcripts.map((one) => ({ ...one, episodeName: names.get(one.episode) ?? null }));
}

async function keepIn(tx: TenantTx, row: store.NewTranscriptRow, { read: content }: Given): Promise<EpisodeTranscript> {
  await store.lockTranscripts(tx);
  if (!(await findEpisodeIn(tx, row.episode))) throw noEpisode();
  const before = await store.findTranscriptOf(tx, row);
  if (!before && (await store.countTranscripts(tx)) >= MOST_KEPT)
    throw new AppError('conflict', `${MOST_KEPT.toLocaleString('en')} transcripts are kept already; remove one that is no longer needed.`);
  const isSame = before?.contentSha256 === Buffer.from(content.contentHash).toString('hex');
  const stored = before && isSame ? await store.updateReadAt(tx, before.id, row) : await store.upsertTranscript(tx, row, content);
  await upsertWaiting(tx, stored.id, row.at);
  const { id, episode, source, copy, capturedAt, version, contentSha256 } = stored;
  const after = { episode, source, copy, capturedAt, version, contentSha256 };
  await recordAuditIn(tx, { actor: row.by, action: 'transcript.put', target: id, after });
  const [named] = await namedIn(tx, [{ ...stored, analysis: 'waiting' }]);
  return named;
}

/** A text as it is to be stored, read in a thread of its own when it is long. @throws AppError as `addTranscript` does. */
export function readText(_actor: 'system', text: string): Promise<ReadTranscript> {
  return read(text, '/text');
}

/** Keeps what a model heard as the transcript of an episode, in a transaction of whoever had it heard; it is then analysed. */
export async function keepHeardIn(
  tx: TenantTx,
  row: Omit<store.NewTranscriptRow, 'id' | 'source'>,
  heard: ReadTranscript,
): Promise<EpisodeTranscript> {
  return keepIn(tx, { ...row, id: newId(), source: 'audio' }, { read: heard, url: row.url, language: row.language });
}

/** Which copy is meant: the file that everybody gets unless something else is said. */
export function copyOf({ copy, capturedAt, copyNote }: Pick<NewTranscript, 'copy' | 'capturedAt' | 'copyNote'>): store.Copy {
  const at = capturedAt === undefined ? null : new Date(capturedAt).toISOString();
  return { copy: copy ?? 'episode_file', capturedAt: at, copyNote: copyNote ?? null };
}

/** What tells a request from another one. A long text stands there as its digest: to hash all of it at once takes seconds. */
async function requestOf(asked: NewTranscript, principal: string, key: string) {
  const { text = '' } = asked;
  const body = text.length > MOST_LENGTH_HERE ? { ...asked, text: { sha256: await digestOfLongText(text) } } : asked;
  return { principal, route: 'POST /ai/transcripts', key, body, answer: EpisodeTranscript };
}

/**
 * Keeps the transcript of an episode: a text that is sent, the best of those that its feed names, or a file on the web. Of each episode,
 * source and copy there is one; another content replaces it as its next version, the same one keeps its version. Either is analysed in the
 * background, by what the catalogue then says of sponsors. With an idempotency key the same call again within a day does nothing and
 * answers the same.
 * @throws AppError `forbidden`; `invalid_request` for an episode that is not there and a transcript that cannot be had or read; `too_large`
 * for more than 50 MB; `conflict` when 20,000 are kept; what `onceIn` throws.
 */
export async function addTranscript(
  context: Context,
  actor: Actor,
  asked: NewTranscript,
  idempotencyKey?: string,
): Promise<EpisodeTranscript> {
  authorize(actor, 'transcripts.write');
  const { tenantId, name: principal } = actor;
  const { episode, source } = asked;
  const request = idempotencyKey === undefined ? undefined : await requestOf(asked, principal, idempotencyKey);
  const done = request && (await inTenant(context.db, tenantId, (tx) => answerBeforeIn(context, tx, request)));
  if (done) return done;
  const given = await gate.run(tenantId, () => readGiven(context, tenantId, asked));
  const { url, language } = given;
  const at = new Date(context.clock());
  const row = { id: newId(), episode, source, url, of: copyOf(asked), hearer: null, language, at, by: principal };
  return inTenant(context.db, tenantId, (tx) => {
    const keep = () => keepIn(tx, row, given);
    return request ? onceIn(context, tx, request, keep) : keep();
  });
}

/**
 * Keeps the best transcript that an episode's feed names, as `addTranscript` does, for a show that has them kept as they come.
 * @throws AppError as `addTranscript` does.
 */
export async function keepFedTranscript(context: Context, actor: 'system', tenantId: string, episode: string): Promise<EpisodeTranscript> {
  const given = await gate.run(tenantId, () => readFromFeed(context, tenantId, { episode, source: 'feed' }));
  const { url, language } = given;
  const row = { id: newId(), episode, source: 'feed' as const, url, of: copyOf({}), hearer: null, language };
  return inTenant(context.db, tenantId, (tx) => keepIn(tx, { ...row, at: new Date(context.clock()), by: actor }, given));
}

/**
 * The tenant's transcripts without what was said, the newest first; only those of an episode, when one is named.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listTranscripts(
  context: Context,
  actor: Actor,
  { episode }: { episode?: string | undefined },
  { after, limit }: PageRequest,
): Promise<Page<EpisodeTranscript>> {
  authorize(actor, 'transcripts.read');
  if (after !== undefined && !TRANSCRIPT_ID.test(after)) throw strayCursor();
  const list = async (tx: TenantTx) => namedIn(tx, await store.listTranscripts(tx, { episode, beforeId: after }, limit + 1));
  return pageOf(await inTenant(context.db, actor.tenantId, list, { readOnly: true }), limit, ({ id }) => id);
}

async function findIn(tx: TenantTx, id: string): Promise<store.StoredTranscript> {
  const transcript = await store.findTranscript(tx, id);
  if (!transcript) throw new AppError('not_found', 'There is no such transcript.');
  return transcript;
}

/** One transcript without what was said. @throws AppError `forbidden`; `not_found`. */
export async function getTranscript(context: Context, actor: Actor, id: string): Promise<EpisodeTranscript> {
  authorize(actor, 'transcripts.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const [named] = await namedIn(tx, [await findIn(tx, id)]);
      return named;
    },
    { readOnly: true },
  );
}

/**
 * What was said, segment by segment in the order of their start.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listSegments(
  context: Context,
  actor: Actor,
  id: string,
  { after = '-1', limit }: PageRequest,
): Promise<Page<TranscriptSegment>> {
  authorize(actor, 'transcripts.read');
  if (!/^(?:-1|\d{1,6})$/.test(after)) throw strayCursor();
  const from = Number(after) + 1;
  const list = async (tx: TenantTx) => {
    await findIn(tx, id);
    const letters = await findBandLetters(tx, id, from, limit + 1);
    const found = await store.listSegments(tx, id, from, limit + 1);
    return found.map((segment, place) => ({ ...segment, sentiment: bandOfLetter(letters.at(place)) ?? null }));
  };
  const segments = await inTenant(context.db, actor.tenantId, list, { readOnly: true });
  return pageOf(segments, limit, () => String(from + limit - 1));
}

/** Forgets a transcript, in all its versions; findings about it have ended. @throws AppError `forbidden`; `not_found`. */
export async function removeTranscript(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'transcripts.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const { episode, source, version } = await findIn(tx, id);
    await store.deleteTranscript(tx, id);
    const subject = { type: 'transcript', key: id } as const;
    await endInsightsIn(tx, { source: 'analysis', subject }, new Date(context.clock()));
    await recordAuditIn(tx, { actor: actor.name, action: 'transcript.delete', target: id, before: { episode, source, version } });
  });
}
