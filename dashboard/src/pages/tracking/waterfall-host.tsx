import { meanings } from '../../definitions-of-columns.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import { Known } from '../../components/amount.tsx';
import { Figure } from '../../components/figure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { formatCount, formatPlural, formatShare } from '../../format.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { viewTexts } from '../../texts-views.ts';
import type { HostComparison } from '../../tracking-api.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { HostFigureForm } from './host-figure-form.tsx';

const words = trackingTexts.waterfall;
const THREE_FIGURES =
  'm-4 mt-0 grid grid-cols-1 gap-px overflow-hidden rounded-panel border border-line bg-line sm:m-5 sm:mt-0 sm:grid-cols-3';
type Explained = HostComparison['explained'][number];

const COLUMNS: readonly Column<Explained>[] = [
  { id: 'reason', header: words.reason, cell: ({ reason }) => words.reasons[reason]?.[0] ?? reason },
  { id: 'requests', ...figure(words.takenOut, meanings.takenOut), cell: ({ requests }) => formatCount(requests) },
  {
    id: 'most',
    ...figure(words.most, meanings.mostOfDifference),
    cell: ({ mostOfDifference }) => <Known text={formatShare(mostOfDifference)} />,
  },
];

function signed(count: number): string {
  return count > 0 ? `+${formatCount(count)}` : formatCount(count);
}

function HostFigures({ host }: { host: HostComparison }) {
  const { sources, figures, downloads, counted, difference, differenceShare, isBeyondTolerance } = host;
  return (
    <dl className={THREE_FIGURES}>
      <Figure name={words.hostDownloads} of={roomDefinitions.hostDownloads} value={formatCount(downloads)}>
        {words.hostFigures(formatPlural(figures, words.figures), sources.join(', '))}
      </Figure>
      <Figure name={words.counted} of={roomDefinitions.countedDownloads} value={formatCount(counted)} />
      <Figure
        name={words.difference}
        of="hostDifference"
        value={
          <span className="flex items-center gap-2">
            {signed(difference)}
            <Tag tone={isBeyondTolerance ? 'danger' : 'plain'}>{isBeyondTolerance ? words.beyond : words.within}</Tag>
          </span>
        }
      >
        {formatShare(differenceShare)}
      </Figure>
    </dl>
  );
}

/** What the host counted of the same days, and what may explain that it differs. */
export function HostPanel({ host, show }: { host: HostComparison | null; show: string | undefined }) {
  const queryClient = useQueryClient();
  const mayEnter = useMay('analyse');
  const [said, say] = useState('');
  const enter = (
    <FormDialog label={viewTexts.enter} lead={viewTexts.enterLead} look="outline">
      {(close) => (
        <HostFigureForm
          show={show}
          onSaved={(text) => {
            close();
            say(text);
            void queryClient.invalidateQueries({ queryKey: ['figures'] });
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <Panel id="host" title={words.host} aside={mayEnter && enter}>
      <div className={said === '' ? '' : 'px-4 pb-4 sm:px-5'}>
        <Said text={said} />
      </div>
      {host === null ? (
        <p className="px-4 pb-5 text-muted sm:px-5">{words.noHost}</p>
      ) : (
        <>
          <HostFigures host={host} />
          <p className="max-w-3xl px-4 pb-4 text-muted sm:px-5">
            {host.isBeyondTolerance ? words.beyondHelp : words.withinHelp} {words.hostDays}
          </p>
          {host.explained.length > 0 && (
            <Table caption={words.explained} columns={COLUMNS} rows={host.explained} rowKey={({ reason }) => reason} />
          )}
        </>
      )}
    </Panel>
  );
}
