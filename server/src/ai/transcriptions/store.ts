import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { leaveTraceIn } from '../../platform/trace-marks.ts';
import type { Heard } from './answers.ts';
import type { AudioKind } from './audio.ts';
import { AUDIO_KEPT_MS, type PlannedPiece } from './rules.ts';
import type { Transcription } from './schema.ts';

/** A transcription as it is stored, without what other domains know of its episode, and without its pieces. */
export interface StoredTranscription extends Omit<Transcription, 'episodeName' | 'pieces' | 'heardPieces'> {
  askedProvider: string | null;
  askedModel: string | null;
  audioKind: AudioKind | null;
}

interface Row {
  transcription_id: string;
  episode: string;
  source: Transcription['source'];
  url: string | null;
  language: string | null;
  copy: Transcription['copy'];
  captured_at: Date | null;
  copy_note: string | null;
  asked_provider: string | null;
  asked_model: string | null;
  state: Transcription['state'];
  failure: string | null;
  bytes: number | null;
  received_bytes: number;
  audio_kind: AudioKind | null;
  audio_ms: number | null;
  heard_ms: number;
  provider: string | null;
  model: string | null;
  calls: number;
  cost_micros: number;
  transcript_id: string | null;
  created_at: Date;
  created_by: string;
  updated_at: Date;
}

/** What is asked for, under the id that it gets. */
export type NewRow = Pick<
  StoredTranscription,
  'id' | 'episode' | 'source' | 'url' | 'language' | 'copy' | 'capturedAt' | 'copyNote' | 'askedProvider' | 'askedModel' | 'bytes'
> & { at: Date; by: string };

export async function insertTranscription(tx: TenantTx, row: NewRow): Promise<StoredTranscription> {
  const [stored] = await tx.query<Row>({
    text: `insert into transcriptions (tenant_id, transcription_id, episode, source, url, language, copy, captured_at, copy_note,
             asked_provider, asked_model, bytes, state, created_at, created_by, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $14) returning *`,
    values: [
      tx.tenantId,
      row.id,
      row.episode,
      row.source,
      row.url,
      row.language,
      row.copy,
      row.capturedAt,
      row.copyNote,
      row.askedProvider,
      row.askedModel,
      row.bytes,
      row.source === 'upload' ? 'expecting' : 'waiting',
      row.at,
      row.by,
    ],
  });
  return toTranscription(stored);
}

/** Lets nobody else begin transcriptions of this tenant until the transaction ends. */
export async function lockTranscriptions(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('transcriptions of ' || $1, 0))`, values: [tx.tenantId] });
}

/** How many there are, and of how many the bytes are awaited or kept. */
export async function countTranscriptions(tx: TenantTx): Promise<{ all: number; open: number }> {
  const [row] = await tx.query<{ all: number; open: number }>({
    text: `select count(*)::integer as all, (count(*) filter (where state not in ('done', 'failed')))::integer as open
           from transcriptions where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return row;
}

/** One transcription, locked until the transaction ends where it is to be changed. */
export async function findTranscription(tx: TenantTx, id: string, lock?: 'for no key update'): Promise<StoredTranscription | undefined> {
  const [row] = await tx.query<Row>({
    text: `select * from transcriptions where tenant_id = $1 and transcription_id = $2 ${lock ?? ''}`,
    values: [tx.tenantId, id],
  });
  return row && toTranscription(row);
}

export interface TranscriptionFilter {
  episode?: string | undefined;
  beforeId?: string | undefined;
}

/** Transcriptions, the newest first. */
export async function listRows(tx: TenantTx, { episode, beforeId }: TranscriptionFilter, limit: number): Promise<StoredTranscription[]> {
  const rows = await tx.query<Row>({
    text: `select * from transcriptions
           where tenant_id = $1 and ($2::text is null or episode = $2) and ($3::uuid is null or transcription_id < $3)
           order by transcription_id desc limit $4`,
    values: [tx.tenantId, episode ?? null, beforeId ?? null, limit],
  });
  return rows.map(toTranscription);
}

/** What changes of a transcription while it is worked on. */
export type Change = Partial<
  Pick<StoredTranscription, 'state' | 'failure' | 'bytes' | 'receivedBytes' | 'audioKind' | 'audioMs' | 'heardMs' | 'transcriptId'>
> &
  Partial<Pick<StoredTranscription, 'provider' | 'model'>>;

const COLUMN_OF: Readonly<Record<keyof Change, string>> = {
  state: 'state',
  failure: 'failure',
  bytes: 'bytes',
  receivedBytes: 'received_bytes',
  audioKind: 'audio_kind',
  audioMs: 'audio_ms',
  heardMs: 'heard_ms',
  transcriptId: 'transcript_id',
  provider: 'provider',
  model: 'model',
};

/** Changes what is named; undefined when it is gone. */
export async function updateTranscription(
  tx: TenantTx,
  { id, at }: { id: string; at: Date },
  change: Change,
): Promise<StoredTranscription | undefined> {
  const names = (Object.keys(COLUMN_OF) as (keyof Change)[]).filter((name) => name in change);
  const sets = names.map((name, place) => `${COLUMN_OF[name]} = $${place + 4}`);
  const [row] = await tx.query<Row>({
    text: `update transcriptions set ${['updated_at = $3', ...sets].join(', ')} where tenant_id = $1 and transcription_id = $2 returning *`,
    values: [tx.tenantId, id, at, ...names.map((name) => change[name] ?? null)],
  });
  return row && toTranscription(row);
}

/** Adds what calls came to. */
export async function addCost(tx: TenantTx, id: string, { calls, costMicros }: { calls: number; costMicros: number }): Promise<void> {
  await tx.query({
    text: 'update transcriptions set calls = calls + $3, cost_micros = cost_micros + $4 where tenant_id = $1 and transcription_id = $2',
    values: [tx.tenantId, id, calls, costMicros],
  });
}

export async function deleteTranscription(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from transcriptions where tenant_id = $1 and transcription_id = $2', values: [tx.tenantId, id] });
}

/** Keeps a part of the file; the same part again replaces it. How many bytes there are then. */
export async function upsertPart(tx: TenantTx, id: string, part: number, bytes: Uint8Array): Promise<number> {
  await tx.query({
    text: `insert into transcription_audio (tenant_id, transcription_id, part, bytes) values ($1, $2, $3, $4)
           on conflict (tenant_id, transcription_id, part) do update set bytes = excluded.bytes`,
    values: [tx.tenantId, id, part, bytes],
  });
  const [row] = await tx.query<{ bytes: number }>({
    text: `select sum(octet_length(bytes))::bigint as bytes from transcription_audio where tenant_id = $1 and transcription_id = $2`,
    values: [tx.tenantId, id],
  });
  return row.bytes;
}

/** One part of the file; undefined where there is none. */
export async function findPart(tx: TenantTx, id: string, part: number): Promise<Buffer | undefined> {
  const [row] = await tx.query<{ bytes: Buffer }>({
    text: 'select bytes from transcription_audio where tenant_id = $1 and transcription_id = $2 and part = $3',
    values: [tx.tenantId, id, part],
  });
  return row?.bytes;
}

/** Forgets the bytes of a file, and how it was cut. */
export async function deleteAudio(tx: TenantTx, id: string): Promise<void> {
  for (const table of ['transcription_audio', 'transcription_pieces'])
    await tx.query({ text: `delete from ${table} where tenant_id = $1 and transcription_id = $2`, values: [tx.tenantId, id] });
}

/** A piece, and what was heard in it so far. */
export interface StoredPiece extends PlannedPiece {
  place: number;
  heard: Heard | null;
}

export async function insertPieces(tx: TenantTx, id: string, pieces: readonly PlannedPiece[]): Promise<void> {
  const of = (name: keyof PlannedPiece) => pieces.map((piece) => piece[name]);
  await tx.query({
    text: `insert into transcription_pieces (tenant_id, transcription_id, place, from_byte, to_byte, start_ms, most_ms, is_exact)
           select $1, $2, p.place - 1, p.from_byte, p.to_byte, p.start_ms, p.most_ms, p.is_exact
           from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::boolean[]) with ordinality
             as p (from_byte, to_byte, start_ms, most_ms, is_exact, place)`,
    values: [tx.tenantId, id, of('fromByte'), of('toByte'), of('startMs'), of('mostMs'), of('isExact')],
  });
}

export async function listPieces(tx: TenantTx, id: string): Promise<StoredPiece[]> {
  const rows = await tx.query<{
    place: number;
    from_byte: number;
    to_byte: number;
    start_ms: number;
    most_ms: number;
    is_exact: boolean;
    heard: Heard | null;
  }>({
    text: `select place, from_byte, to_byte, start_ms, most_ms, is_exact, heard from transcription_pieces
           where tenant_id = $1 and transcription_id = $2 order by place`,
    values: [tx.tenantId, id],
  });
  return rows.map((row) => ({
    place: row.place,
    fromByte: row.from_byte,
    toByte: row.to_byte,
    startMs: row.start_ms,
    mostMs: row.most_ms,
    isExact: row.is_exact,
    heard: row.heard,
  }));
}

/** In how many pieces each of these files is cut, and how many of those were heard; none of a file that is not cut. */
export async function countPieces(tx: TenantTx, ids: readonly string[]): Promise<Map<string, { pieces: number; heardPieces: number }>> {
  const rows = await tx.query<{ transcription_id: string; pieces: number; heard: number }>({
    text: `select transcription_id, count(*)::integer as pieces, count(heard)::integer as heard from transcription_pieces
           where tenant_id = $1 and transcription_id = any ($2::uuid[]) group by transcription_id`,
    values: [tx.tenantId, ids],
  });
  return new Map(rows.map((row) => [row.transcription_id, { pieces: row.pieces, heardPieces: row.heard }]));
}

/** Writes down what was heard in a piece; null forgets it. */
export async function updateHeard(tx: TenantTx, id: string, place: number, heard: Heard): Promise<void> {
  await tx.query({
    text: 'update transcription_pieces set heard = $4 where tenant_id = $1 and transcription_id = $2 and place = $3',
    values: [tx.tenantId, id, place, JSON.stringify(heard)],
  });
}

/** Forgets what was heard: another model hears all of it. */
export async function clearHeard(tx: TenantTx, id: string): Promise<void> {
  await tx.query({
    text: 'update transcription_pieces set heard = null where tenant_id = $1 and transcription_id = $2',
    values: [tx.tenantId, id],
  });
}

export async function upsertWaitingAudio(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.query({
    text: `insert into waiting_transcriptions (tenant_id, transcription_id, asked_at) values ($1, $2, $3)
           on conflict (tenant_id, transcription_id) do nothing`,
    values: [tx.tenantId, id, at],
  });
  await leaveTraceIn(tx, 'transcriptions');
}

export async function deleteWaitingAudio(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from waiting_transcriptions where tenant_id = $1 and transcription_id = $2', values: [tx.tenantId, id] });
}

/** The transcription that has waited longest. */
export async function findNextAudio(tx: TenantTx): Promise<StoredTranscription | undefined> {
  const [row] = await tx.query<Row>({
    text: `select t.* from waiting_transcriptions w
           join transcriptions t on t.tenant_id = $1 and t.transcription_id = w.transcription_id
           where w.tenant_id = $1 order by w.asked_at, w.transcription_id limit 1`,
    values: [tx.tenantId],
  });
  return row && toTranscription(row);
}

/** Forgets the bytes of what failed, or was never sent whole, a week ago. */
export async function deleteOldAudio(tx: TenantTx, now: Date): Promise<void> {
  await tx.query({
    text: `delete from transcription_audio a using transcriptions t
           where a.tenant_id = $1 and t.tenant_id = $1 and t.transcription_id = a.transcription_id
             and t.state in ('expecting', 'failed') and t.updated_at < $2`,
    values: [tx.tenantId, new Date(now.getTime() - AUDIO_KEPT_MS)],
  });
}

export async function listTenantsWithWaitingAudio(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['waiting_transcriptions']);
}

function toTranscription(row: Row): StoredTranscription {
  return {
    id: row.transcription_id,
    episode: row.episode,
    source: row.source,
    url: row.url,
    language: row.language,
    copy: row.copy,
    capturedAt: row.captured_at?.toISOString() ?? null,
    copyNote: row.copy_note,
    askedProvider: row.asked_provider,
    askedModel: row.asked_model,
    state: row.state,
    failure: row.failure,
    bytes: row.bytes,
    receivedBytes: row.received_bytes,
    audioKind: row.audio_kind,
    audioMs: row.audio_ms,
    heardMs: row.heard_ms,
    provider: row.provider,
    model: row.model,
    calls: row.calls,
    costMicros: row.cost_micros,
    transcriptId: row.transcript_id,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(),
  };
}
