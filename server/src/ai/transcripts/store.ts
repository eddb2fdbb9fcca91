import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Part, StoredSegment } from './parts.ts';
import type { ReadTranscript } from './reading.ts';
import type { EpisodeTranscript, TranscriptSource } from './schema.ts';

interface TranscriptRow {
  transcript_id: string;
  episode: string;
  source: TranscriptSource;
  url: string | null;
  copy: EpisodeTranscript['copy'];
  captured_at: Date | null;
  copy_note: string | null;
  method: EpisodeTranscript['method'];
  provider: string | null;
  model: string | null;
  language: string | null;
  format: EpisodeTranscript['format'];
  timing: EpisodeTranscript['timing'];
  version: number;
  content_hash: Buffer;
  segment_count: number;
  duration_ms: number;
  warnings: string[];
  analysis_state: EpisodeTranscript['analysis'];
  created_at: Date;
  created_by: string;
  read_at: Date;
  changed_at: Date;
}

/** A transcript as it is stored, without what other domains know of its episode. */
export type StoredTranscript = Omit<EpisodeTranscript, 'episodeName'>;

const COLUMNS = `transcript_id, episode, source, url, copy, captured_at, copy_note, method, provider, model, language, format, timing,
  version, content_hash, segment_count, duration_ms, warnings, analysis_state, created_at, created_by, read_at, changed_at`;

/** Which copy of an episode a transcript is of. */
export interface Copy {
  copy: EpisodeTranscript['copy'];
  /** RFC 3339; of captures alone. */
  capturedAt: string | null;
  copyNote: string | null;
}

/** Who heard what was said; null where it came as a text. */
export type Hearer = { provider: string; model: string } | null;

export interface NewTranscriptRow {
  id: string;
  episode: string;
  source: TranscriptSource;
  url: string | null;
  of: Copy;
  hearer: Hearer;
  language: string | null;
  at: Date;
  by: string;
}

/** Lets nobody else add transcripts of this tenant until the transaction ends. */
export async function lockTranscripts(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('transcripts of ' || $1, 0))`, values: [tx.tenantId] });
}

export async function countTranscripts(tx: TenantTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from transcripts where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row.count;
}

/** The transcript of a copy of an episode from a source. */
export async function findTranscriptOf(
  tx: TenantTx,
  { episode, source, of }: Pick<NewTranscriptRow, 'episode' | 'source' | 'of'>,
): Promise<StoredTranscript | undefined> {
  const [row] = await tx.query<TranscriptRow>({
    text: `select ${COLUMNS} from transcripts where tenant_id = $1 and episode = $2 and source = $3 and copy = $4
             and captured_at is not distinct from $5 and copy_note is not distinct from $6`,
    values: [tx.tenantId, episode, source, of.copy, of.capturedAt, of.copyNote],
  });
  return row && toTranscript(row);
}

/** Notes that a transcript was read again, and said the same. */
export async function updateReadAt(tx: TenantTx, id: string, { url, language, at, hearer }: NewTranscriptRow): Promise<StoredTranscript> {
  const [row] = await tx.query<TranscriptRow>({
    text: `update transcripts set read_at = $3, url = $4, language = $5, provider = $6, model = $7
           where tenant_id = $1 and transcript_id = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, id, at, url, language, hearer?.provider ?? null, hearer?.model ?? null],
  });
  return toTranscript(row);
}

/** Keeps a transcript: a new one, or the next version of the one of this episode, source and copy. */
export async function upsertTranscript(tx: TenantTx, row: NewTranscriptRow, read: ReadTranscript): Promise<StoredTranscript> {
  const [stored] = await tx.query<TranscriptRow>({
    text: `insert into transcripts as old (tenant_id, transcript_id, episode, source, url, language, created_at, created_by, read_at,
             changed_at, format, timing, content_hash, segment_count, duration_ms, warnings, copy, captured_at, copy_note, method, provider,
             model)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $7, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
           on conflict (tenant_id, episode, source, copy, captured_at, copy_note) do update set url = excluded.url,
             language = excluded.language, method = excluded.method, provider = excluded.provider, model = excluded.model,
             read_at = excluded.read_at, changed_at = excluded.changed_at, format = excluded.format, timing = excluded.timing,
             version = old.version + 1, content_hash = excluded.content_hash, segment_count = excluded.segment_count,
             duration_ms = excluded.duration_ms, warnings = excluded.warnings
           returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      row.id,
      row.episode,
      row.source,
      row.url,
      row.language,
      row.at,
      row.by,
      read.format,
      read.timing,
      Buffer.from(read.contentHash),
      read.segmentCount,
      read.durationMs,
      JSON.stringify(read.warnings),
      row.of.copy,
      row.of.capturedAt,
      row.of.copyNote,
      row.hearer === null ? 'given' : 'speech_recognition',
      row.hearer?.provider ?? null,
      row.hearer?.model ?? null,
    ],
  });
  await replaceParts(tx, stored.transcript_id, read.parts);
  return toTranscript(stored);
}

const PARTS_AT_ONCE = 100;

async function replaceParts(tx: TenantTx, id: string, parts: readonly Part[]): Promise<void> {
  await tx.query({ text: 'delete from transcript_parts where tenant_id = $1 and transcript_id = $2', values: [tx.tenantId, id] });
  for (let start = 0; start < parts.length; start += PARTS_AT_ONCE) {
    const some = parts.slice(start, start + PARTS_AT_ONCE);
    await tx.query({
      text: `insert into transcript_parts (tenant_id, transcript_id, first_segment, segments)
             select $1, $2, unnest($3::integer[]), unnest($4::jsonb[])`,
      values: [
        tx.tenantId,
        id,
        some.map(({ firstSegment }) => firstSegment),
        some.map(({ segments }) => JSON.stringify(segments.map(({ startMs, endMs, text, speaker }) => [startMs, endMs, text, speaker]))),
      ],
    });
  }
}

export interface TranscriptFilter {
  episode?: string | undefined;
  beforeId?: string | undefined;
}

/** Transcripts, the newest first; only those of an episode, and before an id, when given. */
export async function listTranscripts(tx: TenantTx, { episode, beforeId }: TranscriptFilter, limit: number): Promise<StoredTranscript[]> {
  const rows = await tx.query<TranscriptRow>({
    text: `select ${COLUMNS} from transcripts
           where tenant_id = $1 and ($2::text is null or episode = $2) and ($3::uuid is null or transcript_id < $3)
           order by transcript_id desc limit $4`,
    values: [tx.tenantId, episode ?? null, beforeId ?? null, limit],
  });
  return rows.map(toTranscript);
}

export async function findTranscript(tx: TenantTx, id: string): Promise<StoredTranscript | undefined> {
  const [row] = await tx.query<TranscriptRow>({
    text: `select ${COLUMNS} from transcripts where tenant_id = $1 and transcript_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toTranscript(row);
}

/** Of each of these episodes the transcript that was changed last. */
export async function listNewestTranscriptIds(tx: TenantTx, episodes: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `select distinct on (episode) transcript_id as id from transcripts
           where tenant_id = $1 and episode = any ($2::text[]) order by episode, changed_at desc, transcript_id`,
    values: [tx.tenantId, episodes],
  });
  return rows.map(({ id }) => id);
}

/** Segments from a place on, in their order. */
export async function listSegments(tx: TenantTx, id: string, from: number, limit: number): Promise<StoredSegment[]> {
  const rows = await tx.query<{ first_segment: number; segments: [number, number, string, string | null][] }>({
    text: `select first_segment, segments from transcript_parts
           where tenant_id = $1 and transcript_id = $2 and first_segment < $4 and first_segment + jsonb_array_length(segments) > $3
           order by first_segment`,
    values: [tx.tenantId, id, from, from + limit],
  });
  const found = rows.flatMap(({ segments }) => segments).slice(Math.max(from - (rows.at(0)?.first_segment ?? 0), 0));
  return found.slice(0, limit).map(([startMs, endMs, text, speaker]) => ({ startMs, endMs, text, speaker }));
}

export async function deleteTranscript(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from transcripts where tenant_id = $1 and transcript_id = $2', values: [tx.tenantId, id] });
}

function toTranscript(row: TranscriptRow): StoredTranscript {
  return {
    id: row.transcript_id,
    episode: row.episode,
    source: row.source,
    url: row.url,
    copy: row.copy,
    capturedAt: row.captured_at?.toISOString() ?? null,
    copyNote: row.copy_note,
    method: row.method,
    provider: row.provider,
    model: row.model,
    language: row.language,
    format: row.format,
    timing: row.timing,
    version: row.version,
    contentSha256: row.content_hash.toString('hex'),
    segmentCount: row.segment_count,
    durationMs: row.duration_ms,
    warnings: row.warnings,
    analysis: row.analysis_state,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    readAt: row.read_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
