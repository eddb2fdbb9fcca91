import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { anomalyTexts } from '../../texts-anomalies.ts';
import { insightTexts } from '../../texts-insights.ts';
import { predictionTexts } from '../../texts-predictions.ts';
import { recommendationTexts } from '../../texts-recommendations.ts';

const TABS = [
  { to: paths.findings, name: insightTexts.room },
  { to: paths.recommendations, name: recommendationTexts.room },
  { to: paths.anomalies, name: anomalyTexts.room, also: paths.anomalies },
  { to: paths.predictions, name: predictionTexts.room, also: paths.predictions },
];

/** What surrounds every page of findings, forecasts and advice: which one it is. */
export function InsightsFrame() {
  return (
    <>
      <Tabs label={insightTexts.label} tabs={TABS} />
      <Outlet />
    </>
  );
}
