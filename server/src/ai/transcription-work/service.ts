import { recordAuditIn } from '../../platform/audit.ts';
import { takeTurn } from '../../platform/claims.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { OutboundError } from '../../platform/outbound-error.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { sentenceOf } from '../asking/rules.ts';
import { hear, type Hearer, type Hearing, type HearingEnd, listHearers } from '../hearing/service.ts';
import { AUDIO_KINDS, audioKindOf, openCutter } from '../transcriptions/audio.ts';
import { deadlineMs, NO_AUDIO, planOf, stitched, tooLarge } from '../transcriptions/rules.ts';
import { MOST_AUDIO_BYTES, PART_BYTES } from '../transcriptions/schema.ts';
import * as store from '../transcriptions/store.ts';
import { keepHeardIn, readText } from '../transcripts/service.ts';

const LOOK_EVERY_MS = 2_000;
const FETCH_MS = 10 * 60_000;
const MOST_REDIRECTS = 10;
const TENANTS_AT_ONCE = 4;
const NOBODY = 'No AI provider of this tenant may hear audio now. Add one with audioModels, or switch one on, and try again.';

/** A transcription that cannot go on, with a sentence for whoever asked for it. */
class Refusal extends Error {}

type Step = { context: Context; tenantId: string; of: store.StoredTranscription; signal: AbortSignal };

const within = <Result>({ context, tenantId }: Step, work: (tx: TenantTx) => Promise<Result>) => inTenant(context.db, tenantId, work);

/** Changes it while it is still there; false when somebody gave it up meanwhile. */
async function change(
  step: Step,
  what: store.Change,
  besides: (tx: TenantTx) => Promise<unknown> = async () => undefined,
): Promise<boolean> {
  const { id } = step.of;
  return within(step, async (tx) => {
    if (!(await store.updateTranscription(tx, { id, at: new Date(step.context.clock()) }, what))) return false;
    await besides(tx);
    return true;
  });
}

/** Asks for the file and keeps its bytes part by part, with one part of it in memory. */
async function fetchAudio(step: Step): Promise<void> {
  const { context, of, signal } = step;
  await change(step, { state: 'fetching', receivedBytes: 0 }, (tx) => store.deleteAudio(tx, of.id));
  let [pending, part, received] = [Buffer.alloc(0), 0, 0];
  const keep = async (bytes: Buffer) => {
    received += bytes.length;
    const isThere = await change(step, { receivedBytes: received }, (tx) => store.upsertPart(tx, of.id, part, bytes));
    if (!isThere) throw new Refusal('It was given up.');
    part += 1;
  };
  const onPart = async (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes]);
    for (; pending.length >= PART_BYTES; pending = pending.subarray(PART_BYTES)) await keep(pending.subarray(0, PART_BYTES));
  };
  const limits = { timeoutMs: FETCH_MS, maxBytes: MOST_AUDIO_BYTES, maxRedirects: MOST_REDIRECTS };
  const headers = { accept: 'audio/*, */*;q=0.5' };
  const { status } = await context.outbound.send({ url: of.url ?? '', headers, upgradesToHttps: true, onPart, signal, ...limits });
  if (status !== 200) throw new Refusal(`The host answers ${status}. Look whether the address is right, and try again.`);
  if (pending.length > 0) await keep(pending);
  if (received === 0) throw new Refusal('The host answers with nothing.');
  await change(step, { bytes: received, state: 'transcribing' });
}

/** The bytes of a stretch of the file, part by part. */
async function* bytesOf(step: Step, { fromByte, toByte }: { fromByte: number; toByte: number }): AsyncGenerator<Buffer> {
  for (let part = Math.floor(fromByte / PART_BYTES); part * PART_BYTES < toByte; part += 1) {
    const bytes = await within(step, (tx) => store.findPart(tx, step.of.id, part));
    if (!bytes) throw new Refusal('Its file is kept no longer; ask for it anew.');
    const start = part * PART_BYTES;
    yield bytes.subarray(Math.max(0, fromByte - start), Math.min(bytes.length, toByte - start));
  }
}

/** Says what the file is, and where it is cut. */
async function plan(step: Step): Promise<void> {
  const { of } = step;
  const start = await within(step, (tx) => store.findPart(tx, of.id, 0));
  const kind = start && audioKindOf(start);
  if (!start || !kind) throw new Refusal(NO_AUDIO);
  const bytes = of.bytes ?? 0;
  const cutter = openCutter();
  if (kind === 'mp3') for await (const part of bytesOf(step, { fromByte: 0, toByte: bytes })) cutter.push(part);
  const pieces = planOf(kind, { bytes, start, pieces: cutter.end() });
  if (!pieces) throw new Refusal(tooLarge(kind, bytes));
  if (pieces.length === 0) throw new Refusal(NO_AUDIO);
  const audioMs = pieces.every(({ isExact }) => isExact) ? pieces.reduce((sum, { mostMs }) => sum + mostMs, 0) : null;
  await change(step, { state: 'transcribing', audioKind: kind, audioMs, heardMs: 0 }, (tx) => store.insertPieces(tx, of.id, pieces));
}

/** Those who may hear it, from the one that does on: who gave up on it before is not asked again. */
async function hearersOf({ context, tenantId, of }: Step): Promise<Hearer[]> {
  const all = await listHearers(context, 'system', tenantId, { provider: of.askedProvider, model: of.askedModel });
  const at = all.findIndex(({ provider, audio }) => provider === of.provider && audio.model === of.model);
  return all.slice(Math.max(at, 0));
}

function hearingOf(step: Step, piece: store.StoredPiece): Hearing {
  const { audioKind, language } = step.of;
  const { mostMs, isExact, fromByte, toByte } = piece;
  return {
    task: 'transcription',
    ...AUDIO_KINDS[audioKind ?? 'mp3'],
    byteLength: toByte - fromByte,
    read: () => bytesOf(step, piece),
    mostMs,
    isExact,
    language,
    timeoutMs: deadlineMs(isExact ? mostMs : 0),
    signal: step.signal,
  };
}

const count = (step: Step, { calls, costMicros }: HearingEnd) => within(step, (tx) => store.addCost(tx, step.of.id, { calls, costMicros }));

/** Has the next piece heard: by who heard those before it, and when that one gives up, by the next one from the beginning. */
async function hearNext(step: Step, pieces: readonly store.StoredPiece[]): Promise<void> {
  const { context, tenantId, of } = step;
  const [hearer, next] = await hearersOf(step);
  if (!hearer) throw new Refusal(NOBODY);
  const isOther = hearer.provider !== of.provider || hearer.audio.model !== of.model;
  const by = { provider: hearer.provider, model: hearer.audio.model };
  if (isOther && !(await change(step, { ...by, heardMs: 0 }, (tx) => store.clearHeard(tx, of.id)))) return;
  const piece = pieces.find(({ heard }) => isOther || heard === null);
  if (!piece) return;
  const end = await hear(context, 'system', tenantId, { hearer, hearing: hearingOf(step, piece) });
  await count(step, end);
  if (end.heard) {
    const { heard } = end;
    const heardMs = (isOther ? 0 : of.heardMs) + (piece.isExact ? piece.mostMs : (heard.audioMs ?? 0));
    await change(step, { heardMs }, (tx) => store.updateHeard(tx, of.id, piece.place, heard));
    return;
  }
  if (!next) {
    const status = end.status === undefined ? '' : ` (${end.status})`;
    throw new Refusal(`${hearer.provider}, ${hearer.audio.model}: ${sentenceOf(end.fault)}${status}`);
  }
  const turned = { provider: next.provider, model: next.audio.model, heardMs: 0 };
  await change(step, turned, (tx) => store.clearHeard(tx, of.id));
}

/** Puts together what was heard, and keeps it as a transcript, which is then analysed. */
async function finish(step: Step, pieces: readonly store.StoredPiece[]): Promise<void> {
  const { context, tenantId, of } = step;
  const heardPieces = pieces.flatMap(({ startMs, heard }) => (heard === null ? [] : [{ startMs, heard }]));
  const { text, timing, language } = stitched(heardPieces);
  if (text === '[]') throw new Refusal('Nothing was said in this file, or nothing could be heard.');
  const read = { ...(await readText('system', text)), timing };
  await inTenant(context.db, tenantId, async (tx) => {
    const present = await store.findTranscription(tx, of.id, 'for no key update');
    if (!present) return;
    const at = new Date(context.clock());
    const { episode, url, copy, capturedAt, copyNote, provider, model, createdBy: by } = present;
    const hearer = { provider: provider ?? '', model: model ?? '' };
    const row = { episode, url, of: { copy, capturedAt, copyNote }, hearer, language: of.language ?? language, at, by };
    const { id: transcriptId } = await keepHeardIn(tx, row, read);
    await store.updateTranscription(tx, { id: of.id, at }, { state: 'done', transcriptId });
    await store.deleteAudio(tx, of.id);
    await store.deleteWaitingAudio(tx, of.id);
    await recordAuditIn(tx, { actor: 'system', action: 'transcription.done', target: of.id, after: { transcriptId, ...hearer } });
  });
}

async function doStep(step: Step): Promise<void> {
  const { of } = step;
  if (of.bytes === null) return fetchAudio(step);
  const pieces = await within(step, (tx) => store.listPieces(tx, of.id));
  if (pieces.length === 0) return plan(step);
  if (pieces.some(({ heard }) => heard === null)) return hearNext(step, pieces);
  return finish(step, pieces);
}

/** Why work came to an end that is not the work's own failure; undefined for what nobody foresaw. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof Refusal || error instanceof OutboundError) return error.message;
  return error instanceof AppError && error.code !== 'unavailable' ? error.message : undefined;
}

async function takeStep(context: Context, tenantId: string, signal: AbortSignal): Promise<boolean> {
  const of = await inTenant(context.db, tenantId, store.findNextAudio, { readOnly: true });
  if (!of) return false;
  const step: Step = { context, tenantId, of, signal };
  try {
    await doStep(step);
  } catch (error) {
    if (signal.aborted) return false;
    const told = refusalOf(error);
    if (told === undefined && error instanceof AppError) throw error;
    if (told === undefined) context.log.error({ err: error }, 'audio could not be heard');
    const failure = (told ?? 'It failed for a reason that is not of the file; the log of the server has it.').slice(0, 500);
    await change(step, { state: 'failed', failure }, async (tx) => {
      await store.deleteWaitingAudio(tx, of.id);
      await recordAuditIn(tx, { actor: 'system', action: 'transcription.failed', target: of.id, after: { failure } });
    });
  }
  return true;
}

/**
 * Does the next step of the tenant's transcription that has waited longest, unless another process is at it; true when there was one. A
 * step is to fetch a file, to cut it, to have a piece heard, or to keep what was heard: what is cut off begins anew there.
 */
export async function transcribeWaiting(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<boolean> {
  const doNext = (stop: AbortSignal) => takeStep(context, tenantId, stop);
  return takeTurn(context.db, { name: `transcriptions:${tenantId}`, doNext, signal });
}

/** Has audio heard as it comes, of four tenants at a time and of each step by step, until `close`. */
export function startTranscriptions(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const gate = createGate({ perOwner: 1, inAll: TENANTS_AT_ONCE });
  const look = async (signal: AbortSignal) => {
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      return (await store.listTenantsWithWaitingAudio(tx)).filter((tenantId) => !resting.has(tenantId));
    });
    const failure = 'audio of a tenant could not be heard; it waits';
    const work = (tenantId: string) => gate.run(tenantId, () => transcribeWaiting(context, actor, tenantId, signal));
    await Promise.all(awake.map((tenantId) => forEachTenant([tenantId], work, { task: 'transcriptions', failure, log, signal })));
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'audio could not be heard; it waits', log });
}
