import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { aircheckRoutes } from './airchecks/routes.ts';
import { analysisRoutes } from './analyses/routes.ts';
import { briefRoutes } from './briefs/routes.ts';
import { anomalyRoutes } from './anomalies/routes.ts';
import { insightRoutes } from './insights/routes.ts';
import { predictionRoutes } from './predictions/routes.ts';
import { recommendationRoutes } from './recommendations/routes.ts';
import { transcriptionRoutes } from './transcriptions/routes.ts';
import { transcriptRoutes } from './transcripts/routes.ts';

/** Everything under /ai. */
export function aiRoutes(app: App, context: Context): void {
  transcriptRoutes(app, context);
  transcriptionRoutes(app, context);
  analysisRoutes(app, context);
  insightRoutes(app, context);
  predictionRoutes(app, context);
  briefRoutes(app, context);
  aircheckRoutes(app, context);
  anomalyRoutes(app, context);
  recommendationRoutes(app, context);
}
