import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { InZone, Instant } from '../../components/amount.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, formatDay } from '../../format.ts';
import { paths } from '../../paths.ts';
import { sessionQuery } from '../../queries.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { vendorTexts as words } from '../../texts-vendors.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import type { VendorReport } from '../../vendor-api.ts';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK } from '../catalog/named.tsx';
import { lastDayOf } from './vendor-days.ts';
import { vendorReportsQuery } from './vendor-queries.ts';

const COLUMNS: readonly Column<VendorReport>[] = [
  {
    id: 'report',
    header: words.report,
    sortValue: ({ key }) => key,
    cell: ({ key }) => (
      <Link to={paths.vendorReport} params={{ key }} search={{}} className={`${LINK} max-w-72`}>
        {key}
      </Link>
    ),
  },
  { id: 'vendor', header: words.vendor, sortValue: ({ vendor }) => vendor, cell: ({ vendor }) => words.vendors[vendor] },
  {
    id: 'days',
    header: words.days,
    sortValue: ({ from }) => from,
    cell: ({ from, to }) => words.span(formatDay(from, 'full'), formatDay(lastDayOf(to), 'full')),
  },
  { id: 'by', header: words.groupBy, cell: ({ groupBy }) => words.groupings[groupBy] },
  { id: 'rows', ...figure(words.rows, meanings.vendorRows), cell: ({ rowCount }) => formatCount(rowCount) },
  {
    id: 'imported',
    header: words.imported,
    beside: <InZone />,
    sortValue: ({ importedAt }) => importedAt,
    cell: ({ importedAt }) => <Instant at={importedAt} />,
  },
];

function HowTo() {
  const { tenant } = useSuspenseQuery(sessionQuery).data;
  return (
    <Panel id="how-to" title={words.howTo}>
      <div className="flex flex-col gap-3 px-4 pb-5 sm:px-5">
        <p className="max-w-3xl text-muted">{words.howToHelp}</p>
        <CopyField label={words.command} value={words.commandOf(tenant?.slug ?? 'SLUG')} rows={4} />
      </div>
    </Panel>
  );
}

/** Other vendors' reports that can be set beside ours. */
export function VendorReports() {
  const list = useQuery(vendorReportsQuery);
  return (
    <>
      <RoomHead title={trackingTexts.tabs.vendors}>{words.lead}</RoomHead>
      <Panel id="vendor-reports" title={words.list}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={COLUMNS}
          rowKey={({ key }) => key}
          textOf={({ key, vendor }) => `${key} ${words.vendors[vendor]}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
      <HowTo />
    </>
  );
}
