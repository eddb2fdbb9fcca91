import { paths } from '../../paths.ts';
import { anomalyTexts } from '../../texts-anomalies.ts';
import { insightTexts } from '../../texts-insights.ts';
import { predictionTexts } from '../../texts-predictions.ts';
import { recommendationTexts } from '../../texts-recommendations.ts';

/** The pages of this room. */
export const INSIGHTS_TABS = [
  { to: paths.findings, name: insightTexts.room },
  { to: paths.recommendations, name: recommendationTexts.room },
  { to: paths.anomalies, name: anomalyTexts.room, also: paths.anomalies },
  { to: paths.predictions, name: predictionTexts.room, also: paths.predictions },
] as const;
