import { meanings } from '../../definitions-of-columns.ts';
import { DeliveryEvidence } from '../../components/delivery-evidence.tsx';
import { formatCount, formatShare } from '../../format.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import type { ExposureFall } from '../../tracking-api.ts';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { WaterfallList } from './waterfall-list.tsx';
import { exposureSteps } from './waterfall-steps.ts';

const words = trackingTexts.waterfall;
type EvidenceRow = ExposureFall['evidence'][number];

function columnsOf(unit: string): Column<EvidenceRow>[] {
  return [
    { id: 'evidence', header: words.evidence, cell: ({ evidence }) => <DeliveryEvidence name={evidence} /> },
    { id: 'received', ...figure(words.evidenceReceived, meanings.received), cell: ({ received }) => formatCount(received) },
    { id: 'exposures', ...figure(unit, meanings.exposures), cell: ({ exposures }) => formatCount(exposures) },
  ];
}

/** What was not counted of requests, such as the impressions of pixels, down to credit, and what it rests on. */
export function ExposurePanel({ fall, busy }: { fall: ExposureFall; busy: boolean }) {
  const { title, lead, unit } = words.exposures[fall.kind];
  return (
    <Panel id={`exposures-${fall.kind}`} title={title} busy={busy}>
      <p className="max-w-3xl px-4 pb-4 text-muted sm:px-5">{lead}</p>
      {fall.isUsableShareLow && (
        <div className="px-4 pb-4 sm:px-5">
          <Notice tone="notice" icon={<Warning />}>
            {words.exposuresLow(formatShare(fall.usableShare))}
          </Notice>
        </div>
      )}
      <WaterfallList title={title} unit={unit} steps={exposureSteps(fall)} whole={fall.received} unaccounted={fall.unaccounted} />
      <Table caption={`${title}: ${words.evidence}`} columns={columnsOf(unit)} rows={fall.evidence} rowKey={({ evidence }) => evidence} />
    </Panel>
  );
}
