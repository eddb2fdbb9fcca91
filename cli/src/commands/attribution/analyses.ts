import { CodeLeakQuery } from '../../../../server/src/attribution/code-leaks/schema.ts';
import { getCodeLeaks } from '../../../../server/src/attribution/code-leaks/service.ts';
import { CohortQuery } from '../../../../server/src/attribution/cohorts/schema.ts';
import { getCohorts } from '../../../../server/src/attribution/cohorts/service.ts';
import { JourneyQuery } from '../../../../server/src/attribution/journeys/schema.ts';
import { getJourneys } from '../../../../server/src/attribution/journeys/service.ts';
import { LagQuery } from '../../../../server/src/attribution/lags/schema.ts';
import { getLag } from '../../../../server/src/attribution/lags/service.ts';
import { OverlapQuery } from '../../../../server/src/attribution/overlaps/schema.ts';
import { getOverlap } from '../../../../server/src/attribution/overlaps/service.ts';
import { ReachQuery } from '../../../../server/src/attribution/reach/schema.ts';
import { getReach } from '../../../../server/src/attribution/reach/service.ts';
import { CampaignCreditQuery, ShowCreditQuery } from '../../../../server/src/attribution/single-credits/schema.ts';
import { getCampaignCredit, getShowCredit } from '../../../../server/src/attribution/single-credits/service.ts';
import { SurveyCreditQuery } from '../../../../server/src/attribution/survey-credits/schema.ts';
import { getSurveyCredits } from '../../../../server/src/attribution/survey-credits/service.ts';
import { CatalogKey } from '../../../../server/src/catalog/campaigns/schema.ts';
import {
  cohortsText,
  journeysText,
  lagText,
  leakageText,
  overlapText,
  reachText,
  singleCreditText,
  surveysText,
} from './analysis-texts.ts';

export type Context = Parameters<typeof getReach>[0];
export type Actor = Parameters<typeof getReach>[1];

/** What of a query is refused, as the schemas say it. */
export interface Issue {
  code?: string | undefined;
  path: PropertyKey[];
  message: string;
  keys?: string[];
}

/** A schema of the server, as far as it matters here. */
interface QuerySchema<Query> {
  shape: Record<string, { description?: string | undefined }>;
  safeParse(query: unknown): { success: true; data: Query } | { success: false; error: { issues: Issue[] } };
}

interface Analysis {
  /** The parameters it takes, with what each means. */
  parameters: Record<string, string>;
  read(context: Context, actor: Actor, query: object, refuse: (issue: Issue) => never): Promise<{ answer: unknown; text: string }>;
}

/** An analysis from its schema, its service function and its words. */
function analysis<Query, Answer>(
  schema: QuerySchema<Query>,
  get: (context: Context, actor: Actor, query: Query) => Promise<Answer>,
  textOf: (answer: Answer) => string,
): Analysis {
  const parameters = Object.entries(schema.shape).map(([name, { description }]) => [name, description ?? name] as const);
  return {
    parameters: Object.fromEntries(parameters),
    async read(context, actor, query, refuse) {
      const parsed = schema.safeParse(query);
      const answer = await get(context, actor, parsed.success ? parsed.data : refuse(parsed.error.issues[0]));
      return { answer, text: textOf(answer) };
    },
  };
}

const OneCampaignQuery = CampaignCreditQuery.extend({ campaign: CatalogKey.describe('of credit: whose') });
const OneShowQuery = ShowCreditQuery.extend({ show: CatalogKey.describe('of show-credit: whose') });

/** Every analysis by its name. */
export const ANALYSES = {
  credit: analysis(
    OneCampaignQuery,
    (context, actor, { campaign, ...query }) => getCampaignCredit(context, actor, campaign, query),
    singleCreditText,
  ),
  'show-credit': analysis(
    OneShowQuery,
    (context, actor, { show, ...query }) => getShowCredit(context, actor, show, query),
    singleCreditText,
  ),
  reach: analysis(ReachQuery, getReach, reachText),
  lag: analysis(LagQuery, getLag, lagText),
  paths: analysis(JourneyQuery, getJourneys, journeysText),
  overlap: analysis(OverlapQuery, getOverlap, overlapText),
  cohorts: analysis(CohortQuery, getCohorts, cohortsText),
  leakage: analysis(CodeLeakQuery, getCodeLeaks, leakageText),
  surveys: analysis(SurveyCreditQuery, getSurveyCredits, surveysText),
} as const satisfies Record<string, Analysis>;

export type AnalysisName = keyof typeof ANALYSES;
