import { paths } from '../../paths.ts';
import { analyticsTexts } from '../../texts-analytics.ts';

const { tabs } = analyticsTexts;

/** The pages of this room. */
export const ANALYTICS_TABS = [
  { to: paths.reach, name: tabs.reach },
  { to: paths.lag, name: tabs.lag },
  { to: paths.journeys, name: tabs.paths },
  { to: paths.overlap, name: tabs.overlap },
  { to: paths.cohorts, name: tabs.cohorts },
  { to: paths.codeLeaks, name: tabs.codes },
] as const;
