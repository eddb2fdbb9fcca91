import type { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { type AnalysisKind, RESULTS, type TranscriptAnalysis } from './schema.ts';
import { findState, listAnalyses, type StoredAnalysis } from './store.ts';

function finding<Kind extends AnalysisKind>(stored: readonly StoredAnalysis[], kind: Kind) {
  const found = stored.find((one) => one.kind === kind);
  if (!found) return null;
  const { method, model, confidence, computedAt } = found;
  const result = RESULTS[kind].parse(found.result) as z.output<(typeof RESULTS)[Kind]>;
  return { method, model, confidence, computedAt, ...result };
}

/** What was found in a transcript, and by what. @throws AppError `forbidden`; `not_found`. */
export async function getAnalysis(context: Context, actor: Actor, id: string): Promise<TranscriptAnalysis> {
  authorize(actor, 'transcripts.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const state = await findState(tx, id);
      if (!state) throw new AppError('not_found', 'There is no such transcript.');
      const stored = await listAnalyses(tx, id);
      return {
        transcriptId: id,
        ...state,
        adReads: finding(stored, 'ad_reads'),
        keywords: finding(stored, 'keywords'),
        topics: finding(stored, 'topics'),
        entities: finding(stored, 'entities'),
        summary: finding(stored, 'summary'),
        sentiment: finding(stored, 'sentiment'),
        brandSafety: finding(stored, 'brand_safety'),
        chapters: finding(stored, 'chapters'),
      };
    },
    { readOnly: true },
  );
}
