import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DeliveryEvidence } from '../../components/delivery-evidence.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { UnknownFilters } from '../../components/unknown-filters.tsx';
import { formatCount, formatPlural, formatShare } from '../../format.ts';
import { paths } from '../../paths.ts';
import { type Selection, timeQuery, utcToday } from '../../selection.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { texts } from '../../texts.ts';
import type { Waterfall, WaterfallQuery } from '../../tracking-api.ts';
import { Hourglass, Warning } from '../../ui/icons.tsx';
import { Notice, Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { waterfallQuery } from './tracking-queries.ts';
import { ExposurePanel } from './waterfall-exposures.tsx';
import { WaterfallList } from './waterfall-list.tsx';
import { waterfallSteps } from './waterfall-steps.ts';

const words = trackingTexts.waterfall;
type EvidenceRow = Waterfall['evidence'][number];

const EVIDENCE_COLUMNS: readonly Column<EvidenceRow>[] = [
  {
    id: 'evidence',
    header: words.evidence,
    cell: ({ evidence }) => {
      return (
        <span className="flex items-center gap-1.5">
          <DeliveryEvidence name={evidence} />
          {evidence === 'view_count' && <Tag tone="notice">{words.modelled}</Tag>}
        </span>
      );
    },
  },
  { id: 'requests', ...figure(words.evidenceRequests, meanings.fallRequests), cell: ({ requests }) => formatCount(requests) },
  { id: 'downloads', ...figure(words.evidenceDownloads, meanings.fallDownloads), cell: ({ downloads }) => formatCount(downloads) },
];

/** The chosen days as the API takes them: the last one excluded. */
export function daysOf(selection: Selection) {
  const { from, to } = timeQuery(selection, utcToday());
  return { from: from?.slice(0, 10), to: to?.slice(0, 10) };
}

function Notices({ waterfall: { waitingRequests, isUsableShareLow, usableShare, unknown } }: { waterfall: Waterfall }) {
  return (
    <>
      <UnknownFilters unknown={unknown} />
      {waitingRequests > 0 && (
        <Notice tone="notice" icon={<Hourglass />} live="status">
          {words.waiting(formatPlural(waitingRequests, words.waitingRequests))}
        </Notice>
      )}
      {isUsableShareLow && (
        <Notice tone="notice" icon={<Warning />}>
          <span className="font-medium">{words.usableOf(formatShare(usableShare))}</span> {words.usableLow}
        </Notice>
      )}
    </>
  );
}

function Nothing() {
  return (
    <Empty title={words.empty} help={words.emptyHelp}>
      <Link to={paths.shows} search={{}} className="font-medium text-accent underline underline-offset-4">
        {words.toShows}
      </Link>
    </Empty>
  );
}

/** What became of requests and exposures of what was chosen, down to credit, step by step. */
export function WaterfallFalls({ choice, title }: { choice: WaterfallQuery; title: string }) {
  const query = useQuery(waterfallQuery(choice));
  const { data, error } = query;
  const hasRequests = data !== undefined && data.requests > 0;
  const isEmpty = data !== undefined && !hasRequests && data.exposures.length === 0;
  return (
    <>
      {data && <Notices waterfall={data} />}
      <Panel
        id="waterfall"
        title={title}
        busy={query.isPlaceholderData}
        aside={data && <span className="text-small text-muted">{words.window(words.windows[data.window])}</span>}
      >
        {error && !data && <ListFailure error={error} onRetry={() => void query.refetch()} />}
        {!error && !data && <SkeletonLines count={10} label={texts.loading} />}
        {isEmpty && <Nothing />}
        {data && !isEmpty && !hasRequests && <p className="px-4 pb-5 text-muted sm:px-5">{words.nothingCounted}</p>}
        {data && hasRequests && (
          <WaterfallList
            title={title}
            unit={words.count}
            steps={waterfallSteps(data)}
            whole={data.requests}
            unaccounted={data.unaccounted}
          />
        )}
      </Panel>
      {data && hasRequests && (
        <Panel id="evidence" title={words.evidenceTitle} busy={query.isPlaceholderData}>
          <Table caption={words.evidenceTitle} columns={EVIDENCE_COLUMNS} rows={data.evidence} rowKey={({ evidence }) => evidence} />
        </Panel>
      )}
      {data && !isEmpty && data.exposures.map((fall) => <ExposurePanel key={fall.kind} fall={fall} busy={query.isPlaceholderData} />)}
    </>
  );
}
