import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DateFilter } from '../../components/date-filter.tsx';
import { Empty } from '../../components/empty.tsx';
import { FilterBar, KindFilter, LookbackFilter, RuleFilter, useSelection } from '../../components/filters.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { paths } from '../../paths.ts';
import { carriedSelection, reportQuery, ruleOf, utcToday } from '../../selection.ts';
import { aircheckTexts } from '../../texts-airchecks.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { Panel } from '../../ui/panel.tsx';
import { AIRCHECK_COLUMNS } from '../ai/airchecks.tsx';
import { airchecksQuery } from '../ai/aircheck-queries.ts';
import { AnalysisAnswer } from '../attribution/analysis-answer.tsx';
import { reachQuery } from '../attribution/analytics-queries.ts';
import { ReachTable } from '../attribution/reach-table.tsx';
import { Said } from '../tenants/said.tsx';
import { daysOf, WaterfallFalls } from '../tracking/waterfall-falls.tsx';
import { useCampaignPage } from './campaign-of-page.ts';
import { CampaignPlacements } from './campaign-placements.tsx';
import { FoundList } from './found-table.tsx';

const WAY = 'w-fit font-medium text-accent-strong underline underline-offset-4';

function Waterfall({ campaign }: { campaign: string }) {
  const [selection] = useSelection();
  return (
    <>
      <WaterfallFalls choice={{ campaign, ...daysOf(selection) }} title={words.waterfall} />
      <Link to={paths.waterfall} search={{ ...carriedSelection(selection), campaign }} className={WAY}>
        {words.closer}: {words.toWaterfall}
      </Link>
    </>
  );
}

function ReachOf({ campaign }: { campaign: string }) {
  const [selection] = useSelection();
  const shared = reportQuery(selection, useWindowDefaults(), utcToday());
  const query = useQuery(reachQuery({ groupBy: 'show', campaign, model: ruleOf(selection), ...shared }));
  const way = (
    <Link to={paths.reach} search={{ ...carriedSelection(selection), by: 'show' }} className={WAY}>
      {words.closer}: {words.toReach}
    </Link>
  );
  const nothing = { title: analyticsTexts.reach.empty, help: analyticsTexts.reach.emptyHelp };
  return (
    <AnalysisAnswer query={query} isEmpty={({ rows }) => rows.length === 0} nothing={nothing}>
      {(reach, busy) => (
        <Panel id="reach" title={words.reach} busy={busy} aside={way}>
          <ReachTable reach={reach} />
          <p className="border-t border-line px-5 py-3 text-small text-muted">
            {analyticsTexts.reach.notAdditive} {analyticsTexts.intervals}
          </p>
        </Panel>
      )}
    </AnalysisAnswer>
  );
}

function AirchecksOf({ campaign }: { campaign: string }) {
  const list = useQuery(airchecksQuery());
  const { data, error, refetch } = list;
  const all = (
    <Link to={paths.airchecks} search={{}} className={WAY}>
      {words.toAirchecks}
    </Link>
  );
  return (
    <Panel id="airchecks" title={words.airchecks} aside={all}>
      <FoundList
        list={{ data: data?.filter((one) => one.campaign === campaign), error, refetch }}
        what={aircheckTexts.what}
        caption={words.airchecks}
        columns={AIRCHECK_COLUMNS}
        rowKey={({ id }) => id}
        textOf={({ placement, transcript, outcome }) => `${placement} ${transcript.episode} ${outcome}`}
        empty={<Empty title={words.noAirchecks} help={words.noAirchecksHelp} />}
      />
    </Panel>
  );
}

/** What a campaign delivered, how it fell to credit, whom it reached, and how its reads were spoken. */
export function CampaignDelivery() {
  const { key, mayChange, said, tell } = useCampaignPage();
  return (
    <>
      <Said text={said} />
      <CampaignPlacements campaign={key} mayChange={mayChange} tell={tell} />
      <FilterBar>
        <DateFilter />
        <RuleFilter />
        <KindFilter />
        <LookbackFilter />
      </FilterBar>
      <Waterfall campaign={key} />
      <ReachOf campaign={key} />
      <AirchecksOf campaign={key} />
    </>
  );
}
