import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Instant } from '../../components/amount.tsx';
import { useModel } from '../../components/models.ts';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, formatDay, formatPlural } from '../../format.ts';
import { paths } from '../../paths.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { vendorTexts as words } from '../../texts-vendors.ts';
import { texts } from '../../texts.ts';
import { Hourglass } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { removeVendorReport, type VendorComparison } from '../../vendor-api.ts';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { lastDayOf } from './vendor-days.ts';
import { VendorDifferences } from './vendor-differences.tsx';
import { VENDORS, vendorComparisonQuery } from './vendor-queries.ts';

type Missing = VendorComparison['missing'][number];

const MISSING: readonly Column<Missing>[] = [
  { id: 'key', header: words.leftKey, cell: ({ key }) => key },
  { id: 'exposures', ...figure(words.leftExposures, meanings.leftExposures), cell: ({ exposures }) => formatCount(exposures) },
];

function factsOf({ vendor, from, to, groupBy, lookbackDays, currency, importedAt }: VendorComparison, model: string) {
  return [
    { name: words.vendor, value: words.vendors[vendor] },
    { name: words.days, value: words.span(formatDay(from, 'full'), formatDay(lastDayOf(to), 'full')) },
    { name: words.groupBy, value: words.groupings[groupBy] },
    { name: words.options, value: words.optionsOf(model, texts.filters.days(lookbackDays)) },
    ...(currency === null ? [] : [{ name: words.currency, value: currency }]),
    { name: words.imported, value: <Instant at={importedAt} /> },
  ];
}

function Besides({ comparison: { missing, notes } }: { comparison: VendorComparison }) {
  return (
    <>
      {missing.length > 0 && (
        <Panel id="missing" title={words.left}>
          <Table caption={words.left} columns={MISSING} rows={missing} rowKey={({ key }) => key} />
        </Panel>
      )}
      {notes.length > 0 && (
        <Panel id="notes" title={words.notes}>
          <ul className="list-disc px-4 pb-5 pl-9 text-muted sm:px-5 sm:pl-10">
            {notes.map((note) => (
              <li key={note} className="max-w-3xl">
                {note}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function ReportFacts({ comparison, aside }: { comparison: VendorComparison; aside: ReactNode }) {
  const { title } = useModel(comparison.model);
  return (
    <Panel id="report" title={words.report} aside={aside}>
      <Facts items={factsOf(comparison, title)} />
    </Panel>
  );
}

/** One report of another vendor beside ours. */
export function VendorReportRoom() {
  const { key } = useParams({ from: '/signed-in/tracking/vendors/$key' });
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery(vendorComparisonQuery(key));
  const mayChange = useMay('analyse');
  const removed = async () => {
    await navigate({ to: paths.vendorReports, search: {} });
    await queryClient.invalidateQueries({ queryKey: VENDORS });
  };
  const above = <Back to={paths.vendorReports}>{trackingTexts.tabs.vendors}</Back>;
  const remove = (
    <AskFirst
      label={words.remove}
      look="outline"
      title={words.removeTitle(key)}
      lead={words.removeLead}
      change={() => removeVendorReport(key)}
      onDone={() => void removed()}
    />
  );
  return (
    <One what={words.missing} of={key} above={above} query={query}>
      {(comparison) => (
        <>
          <RoomHead title={key} above={above}>
            {words.vendors[comparison.vendor]}
          </RoomHead>
          {comparison.waitingConversions > 0 && (
            <Notice tone="notice" icon={<Hourglass />} live="status">
              {words.waiting(formatPlural(comparison.waitingConversions, words.waitingConversions))}
            </Notice>
          )}
          <VendorDifferences comparison={comparison} />
          <Besides comparison={comparison} />
          <ReportFacts comparison={comparison} aside={mayChange && remove} />
        </>
      )}
    </One>
  );
}
