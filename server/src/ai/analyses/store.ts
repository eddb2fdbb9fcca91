import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { leaveTraceIn } from '../../platform/trace-marks.ts';
import type { Analysis } from './rules.ts';
import type { TranscriptAnalysis } from './schema.ts';

/** A transcript that is to be analysed. */
export interface WaitingTranscript {
  id: string;
  episode: string;
  version: number;
  askedAt: Date;
  segmentCount: number;
}

/** Leaves word that a transcript is to be analysed, as it is from now on. */
export async function upsertWaiting(tx: TenantTx, id: string, askedAt: Date): Promise<void> {
  await tx.query({
    text: `with asked as (
             update transcripts set analysis_state = 'waiting', analysis_failure = null where tenant_id = $1 and transcript_id = $2
             returning version
           )
           insert into waiting_transcripts (tenant_id, transcript_id, version, asked_at) select $1, $2, version, $3 from asked
           on conflict (tenant_id, transcript_id) do update set version = excluded.version, asked_at = excluded.asked_at`,
    values: [tx.tenantId, id, askedAt],
  });
  await leaveTraceIn(tx, 'analyses');
}

/** The transcript that has waited longest. */
export async function findNextWaiting(tx: TenantTx): Promise<WaitingTranscript | undefined> {
  const [row] = await tx.query<{ id: string; episode: string; version: number; asked_at: Date; segment_count: number }>({
    text: `select w.transcript_id as id, t.episode, w.version, w.asked_at, t.segment_count
           from waiting_transcripts w join transcripts t on t.tenant_id = $1 and t.transcript_id = w.transcript_id
           where w.tenant_id = $1 order by w.asked_at, w.transcript_id limit 1`,
    values: [tx.tenantId],
  });
  return row && { id: row.id, episode: row.episode, version: row.version, askedAt: row.asked_at, segmentCount: row.segment_count };
}

/** How an analysis ended. */
export type AnalysisEnd = { at: Date } & (
  | { analyses: readonly Analysis[]; failure?: undefined }
  | { failure: string; analyses?: undefined }
);

/** Writes down what was found, or why nothing was; false when the transcript is gone, or is to be analysed anew as something else. */
export async function finishAnalysis(tx: TenantTx, waiting: WaitingTranscript, { at, analyses, failure }: AnalysisEnd): Promise<boolean> {
  const { id, version, askedAt } = waiting;
  const waited = await tx.query({
    text: `delete from waiting_transcripts where tenant_id = $1 and transcript_id = $2 and version = $3 and asked_at = $4
           returning transcript_id`,
    values: [tx.tenantId, id, version, askedAt],
  });
  if (waited.length === 0) return false;
  await tx.query({
    text: `update transcripts set analysis_state = $3, analysed_at = $4, analysis_failure = $5
           where tenant_id = $1 and transcript_id = $2`,
    values: [tx.tenantId, id, failure === undefined ? 'done' : 'failed', at, failure ?? null],
  });
  await tx.query({ text: 'delete from transcript_analyses where tenant_id = $1 and transcript_id = $2', values: [tx.tenantId, id] });
  for (const { kind, method, model, confidence, result } of analyses ?? []) {
    await tx.query({
      text: `insert into transcript_analyses (tenant_id, transcript_id, kind, method, model, confidence, result, computed_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [tx.tenantId, id, kind, method, model, confidence, JSON.stringify(result), at],
    });
  }
  return true;
}

/** How the analysis of a transcript stands. */
export interface AnalysisState {
  version: number;
  state: TranscriptAnalysis['state'];
  analysedAt: string | null;
  failure: string | null;
}

export async function findState(tx: TenantTx, id: string): Promise<AnalysisState | undefined> {
  const [row] = await tx.query<{ version: number; state: AnalysisState['state']; analysed_at: Date | null; failure: string | null }>({
    text: `select version, analysis_state as state, analysed_at, analysis_failure as failure from transcripts
           where tenant_id = $1 and transcript_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && { version: row.version, state: row.state, analysedAt: row.analysed_at?.toISOString() ?? null, failure: row.failure };
}

/** An analysis that was stored. */
export interface StoredAnalysis extends Analysis {
  computedAt: string;
}

export async function listAnalyses(tx: TenantTx, id: string): Promise<StoredAnalysis[]> {
  const rows = await tx.query<Analysis & { computed_at: Date }>({
    text: `select kind, method, model, confidence, result - 'letters' as result, computed_at from transcript_analyses
           where tenant_id = $1 and transcript_id = $2`,
    values: [tx.tenantId, id],
  });
  return rows.map(({ computed_at, ...row }) => ({ ...row, computedAt: computed_at.toISOString() }));
}

/** A letter for the band of each segment from a place on; fewer, or none, where they were not analysed. */
export async function findBandLetters(tx: TenantTx, id: string, from: number, limit: number): Promise<string> {
  const [row] = await tx.query<{ letters: string }>({
    text: `select substr(result ->> 'letters', $3 + 1, $4) as letters from transcript_analyses
           where tenant_id = $1 and transcript_id = $2 and kind = 'sentiment'`,
    values: [tx.tenantId, id, from, limit],
  });
  return row?.letters ?? '';
}

export async function listTenantsWithWaitingTranscripts(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['waiting_transcripts']);
}
