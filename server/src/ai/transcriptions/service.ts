import { findEpisodeIn, findEpisodeNamesIn } from '../../catalog/episodes/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { listHearers } from '../hearing/service.ts';
import { copyOf } from '../transcripts/service.ts';
import { isOver, MOST_KEPT, MOST_OPEN, partLength } from './rules.ts';
import { type AudioPart, type NewTranscription, Transcription } from './schema.ts';
import * as store from './store.ts';

const TRANSCRIPTION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function namedIn(tx: TenantTx, stored: readonly store.StoredTranscription[]): Promise<Transcription[]> {
  const names = await findEpisodeNamesIn(
    tx,
    stored.map(({ episode }) => episode),
  );
  const counts = await store.countPieces(
    tx,
    stored.map(({ id }) => id),
  );
  const uncut = { pieces: null, heardPieces: null };
  return stored.map(({ askedProvider: _provider, askedModel: _model, audioKind: _kind, ...one }) => ({
    ...one,
    ...(counts.get(one.id) ?? uncut),
    episodeName: names.get(one.episode) ?? null,
  }));
}

async function shownIn(tx: TenantTx, stored: store.StoredTranscription): Promise<Transcription> {
  const [shown] = await namedIn(tx, [stored]);
  return shown;
}

async function findIn(tx: TenantTx, id: string, lock?: 'for no key update'): Promise<store.StoredTranscription> {
  const found = await store.findTranscription(tx, id, lock);
  if (!found) throw new AppError('not_found', 'There is no such transcription.');
  return found;
}

/** What keeps audio from being heard at all, before anything is fetched. */
async function requireHearer(context: Context, { tenantId }: Actor, asked: NewTranscription): Promise<void> {
  const [provider, model] = [asked.provider ?? null, asked.model ?? null];
  const all = await listHearers(context, 'system', tenantId, { provider: null, model: null });
  if (all.length === 0)
    throw new AppError(
      'conflict',
      'No AI provider of this tenant has a model that hears audio. Add one, or its audioModels, at /ai/providers.',
    );
  if (provider !== null && !all.some((one) => one.provider === provider))
    throw invalid('/provider', `"${provider}" is no provider that may hear audio now.`);
  if ((await listHearers(context, 'system', tenantId, { provider, model })).length === 0)
    throw invalid('/model', `No provider that may hear audio now has the model "${model}" among its audioModels.`);
}

async function addressOf(tx: TenantTx, { episode, source, url }: NewTranscription): Promise<string | null> {
  const found = await findEpisodeIn(tx, episode);
  if (!found) throw invalid('/episode', 'There is no such episode; make it with PUT /episodes/{key}, or follow its show.');
  if (source !== 'enclosure') return url ?? null;
  if (found.enclosureUrl === null)
    throw invalid('/source', 'The catalogue knows no file of this episode; name the address of one, or send its bytes.');
  return found.enclosureUrl;
}

async function createIn(tx: TenantTx, asked: NewTranscription, made: { at: Date; by: string }): Promise<Transcription> {
  await store.lockTranscriptions(tx);
  await store.deleteOldAudio(tx, made.at);
  const { all, open } = await store.countTranscriptions(tx);
  if (open >= MOST_OPEN) throw new AppError('conflict', `${MOST_OPEN} files are under way already; wait for one, or delete one.`);
  if (all >= MOST_KEPT) throw new AppError('conflict', `${MOST_KEPT} transcriptions are kept already; delete those that are over.`);
  const { episode, source, language = null, provider = null, model = null, bytes = null } = asked;
  const url = await addressOf(tx, asked);
  const id = newId();
  const row = { id, episode, source, url, language, ...copyOf(asked), askedProvider: provider, askedModel: model, bytes, ...made };
  const stored = await store.insertTranscription(tx, row);
  if (source !== 'upload') await store.upsertWaitingAudio(tx, id, made.at);
  const { copy, capturedAt } = stored;
  await recordAuditIn(tx, { actor: made.by, action: 'transcription.create', target: id, after: { episode, source, copy, capturedAt } });
  return shownIn(tx, stored);
}

/**
 * Has audio become a transcript, in the background: an episode's file, one on the web, or one whose parts are sent next. With an
 * idempotency key the same call again within a day does nothing and answers the same.
 * @throws AppError `forbidden`; `invalid_request` for an episode or a file that is not there, and a provider or model that cannot hear;
 * `conflict` where nobody can hear audio, or too many files are under way; what `onceIn` throws.
 */
export async function createTranscription(
  context: Context,
  actor: Actor,
  asked: NewTranscription,
  idempotencyKey?: string,
): Promise<Transcription> {
  authorize(actor, 'transcripts.write');
  await requireHearer(context, actor, asked);
  const { tenantId, name: principal } = actor;
  const made = { at: new Date(context.clock()), by: principal };
  return inTenant(context.db, tenantId, (tx) => {
    const create = () => createIn(tx, asked, made);
    if (idempotencyKey === undefined) return create();
    const request = { principal, route: 'POST /ai/transcriptions', key: idempotencyKey, body: asked, answer: Transcription };
    return onceIn(context, tx, request, create);
  });
}

/**
 * Takes a part of the file of an upload; the last one that was missing has it heard. The same part again replaces it.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` for a part of another length; `conflict` where no parts are expected.
 */
export async function putAudioPart(
  context: Context,
  actor: Actor,
  of: { id: string; part: number },
  { base64 }: AudioPart,
): Promise<Transcription> {
  authorize(actor, 'transcripts.write');
  const { id, part } = of;
  const at = new Date(context.clock());
  const bytes = Buffer.from(base64, 'base64');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const { state, bytes: length } = await findIn(tx, id, 'for no key update');
    if (state !== 'expecting' || length === null)
      throw new AppError('conflict', 'No parts are expected: the file is whole, or was never to be sent.');
    const wanted = partLength(part, length);
    if (bytes.length !== wanted) throw invalid('/base64', `Part ${part} of this file has ${wanted} bytes, and not ${bytes.length}.`);
    const receivedBytes = await store.upsertPart(tx, id, part, bytes);
    const isWhole = receivedBytes === length;
    const stored = await store.updateTranscription(tx, { id, at }, { receivedBytes, ...(isWhole ? { state: 'waiting' } : {}) });
    if (!stored) throw new AppError('not_found', 'There is no such transcription.');
    if (isWhole) await store.upsertWaitingAudio(tx, id, at);
    await recordAuditIn(tx, { actor: actor.name, action: 'transcription.part', target: id, after: { part, receivedBytes } });
    return shownIn(tx, stored);
  });
}

/**
 * The tenant's transcriptions, the newest first; only those of an episode, when one is named.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listTranscriptions(
  context: Context,
  actor: Actor,
  { episode }: { episode?: string | undefined },
  { after, limit }: PageRequest,
): Promise<Page<Transcription>> {
  authorize(actor, 'transcripts.read');
  if (after !== undefined && !TRANSCRIPTION_ID.test(after)) throw strayCursor();
  const list = async (tx: TenantTx) => namedIn(tx, await store.listRows(tx, { episode, beforeId: after }, limit + 1));
  return pageOf(await inTenant(context.db, actor.tenantId, list, { readOnly: true }), limit, ({ id }) => id);
}

/** One transcription, and how far it is. @throws AppError `forbidden`; `not_found`. */
export async function getTranscription(context: Context, actor: Actor, id: string): Promise<Transcription> {
  authorize(actor, 'transcripts.read');
  return inTenant(context.db, actor.tenantId, async (tx) => shownIn(tx, await findIn(tx, id)), { readOnly: true });
}

/**
 * Goes on with a transcription that failed: what was heard of it is not heard again. One that did not fail stays as it is.
 * @throws AppError `forbidden`; `not_found`; `conflict` where its file is kept no longer.
 */
export async function retryTranscription(context: Context, actor: Actor, id: string): Promise<Transcription> {
  authorize(actor, 'transcripts.write');
  const at = new Date(context.clock());
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const before = await findIn(tx, id, 'for no key update');
    if (before.state !== 'failed') return shownIn(tx, before);
    const isSent = before.source !== 'upload' || (await store.findPart(tx, id, 0)) !== undefined;
    if (!isSent) throw new AppError('conflict', 'Its file is kept no longer; send it anew.');
    // What nobody heard anything of begins with the first provider again.
    const anew = before.heardMs === 0 ? { provider: null, model: null } : {};
    const stored = await store.updateTranscription(tx, { id, at }, { state: 'waiting', failure: null, ...anew });
    await store.upsertWaitingAudio(tx, id, at);
    await recordAuditIn(tx, { actor: actor.name, action: 'transcription.retry', target: id, before: { failure: before.failure } });
    return shownIn(tx, stored ?? before);
  });
}

/** Gives a transcription up, or forgets one that is over; the transcript it became stays. @throws AppError `forbidden`; `not_found`. */
export async function removeTranscription(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'transcripts.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await findIn(tx, id, 'for no key update');
    await store.deleteTranscription(tx, id);
    const { episode, source, state } = found;
    await recordAuditIn(tx, {
      actor: actor.name,
      action: 'transcription.delete',
      target: id,
      before: { episode, source, state, isOver: isOver(found) },
    });
  });
}
