import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { DateFilter } from '../../components/date-filter.tsx';
import { ChoiceFilter, FilterBar, useSelection } from '../../components/filters.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { trackingTexts } from '../../texts-tracking.ts';
import { campaignsQuery, showsQuery } from '../catalog/catalog-queries.ts';
import { labelOf } from '../catalog/named.tsx';
import { waterfallQuery } from './tracking-queries.ts';
import { DownloadsPanel } from './waterfall-downloads.tsx';
import { HostFigureList } from './host-figure-list.tsx';
import { daysOf, WaterfallFalls } from './waterfall-falls.tsx';
import { HostPanel } from './waterfall-host.tsx';
import { ViewsPanel } from './waterfall-views.tsx';

const words = trackingTexts.waterfall;
function Choices() {
  const { campaign = '', show = '' } = useSearch({ from: '/signed-in/tracking/waterfall' });
  const navigate = useNavigate();
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const shows = useQuery(showsQuery).data ?? [];
  const choose = (part: { campaign?: string; show?: string }) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  return (
    <FilterBar>
      <ChoiceFilter
        label={words.campaign}
        value={campaign}
        options={[['', words.allCampaigns] as const, ...campaigns.map((one) => [one.key, labelOf(one)] as const)]}
        onChoose={(key) => choose({ campaign: key || undefined })}
      />
      <ChoiceFilter
        label={words.show}
        value={show}
        options={[['', words.allShows] as const, ...shows.map((one) => [one.key, labelOf(one)] as const)]}
        onChoose={(key) => choose({ show: key || undefined })}
      />
      <DateFilter />
    </FilterBar>
  );
}

/** What became of requests, down to credit, beside what hosts counted. */
export function WaterfallRoom() {
  const [selection] = useSelection();
  const { campaign, show } = useSearch({ from: '/signed-in/tracking/waterfall' });
  const choice = { campaign, show, ...daysOf(selection) };
  const { data } = useQuery(waterfallQuery(choice));
  const hasRequests = data !== undefined && data.requests > 0;
  const isEmpty = data !== undefined && !hasRequests && data.exposures.length === 0;
  return (
    <>
      <RoomHead title={trackingTexts.tabs.waterfall}>{words.lead}</RoomHead>
      <Choices />
      <WaterfallFalls choice={choice} title={words.title} />
      {data && !isEmpty && (
        <>
          {hasRequests && campaign === undefined && <DownloadsPanel choice={{ show, ...daysOf(selection) }} />}
          <HostPanel host={data.host} show={show} />
        </>
      )}
      {data && <HostFigureList choice={{ show, ...daysOf(selection) }} />}
      {data && <ViewsPanel choice={{ show, ...daysOf(selection) }} />}
    </>
  );
}
