import type { Context } from '../../platform/context.ts';
import type { Rounds } from '../../platform/rounds.ts';
import { startTranscriptAnalyses } from '../analysis-work/service.ts';
import { startAnomalyWatch } from '../anomaly-work/service.ts';
import { startPredictions } from '../prediction-work/service.ts';
import { startRecommendations } from '../recommendation-work/service.ts';
import { startTranscriptImports } from '../transcript-imports/service.ts';
import { startTranscriptions } from '../transcription-work/service.ts';

/** Has audio heard, keeps and analyses transcripts, predicts, watches figures and recommends, each in rounds of its own, until `close`. */
export function startAiWork(context: Context, actor: 'system'): Rounds {
  const starts = [
    startTranscriptions,
    startTranscriptImports,
    startTranscriptAnalyses,
    startPredictions,
    startAnomalyWatch,
    startRecommendations,
  ];
  const all = starts.map((start) => start(context, actor));
  return { close: async () => void (await Promise.all(all.map((rounds) => rounds.close()))) };
}
