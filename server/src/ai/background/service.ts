import type { Context } from '../../platform/context.ts';
import type { Rounds } from '../../platform/rounds.ts';
import { startTranscriptAnalyses } from '../analysis-work/service.ts';
import { startAnomalyWatch } from '../anomaly-work/service.ts';
import { startPredictions } from '../prediction-work/service.ts';
import { startRecommendations } from '../recommendation-work/service.ts';

/** Analyses transcripts, computes predictions, watches figures and recommends, each in rounds of its own, until `close`. */
export function startAiWork(context: Context, actor: 'system'): Rounds {
  const all = [startTranscriptAnalyses, startPredictions, startAnomalyWatch, startRecommendations].map((start) => start(context, actor));
  return { close: async () => void (await Promise.all(all.map((rounds) => rounds.close()))) };
}
