import type { Explanation } from '../../api.ts';
import { InZone, Instant } from '../../components/amount.tsx';
import { Evidence } from '../../components/evidence.tsx';
import { formatPlural, formatSpan } from '../../format.ts';
import { texts } from '../../texts.ts';
import { type Column, Table } from '../../ui/table.tsx';
import { placesOf, touchNames } from './touch-names.ts';

type Unused = Explanation['unusedTouchpoints'][number];

const words = texts.conversion;

function columnsOf(explanation: Explanation): Column<Unused>[] {
  const names = touchNames(explanation);
  const convertedMs = Date.parse(explanation.occurredAt);
  return [
    {
      id: 'touchpoint',
      header: words.touchpoint,
      className: 'min-w-40 max-w-44 sm:max-w-80',
      cell: (touchpoint) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium" title={touchpoint.campaign ?? undefined}>
            {touchpoint.campaign === null ? texts.none : names.campaign(touchpoint.campaign)}
          </span>
          <span className="block truncate text-small text-muted" title={touchpoint.id}>
            {[texts.touchpointKind[touchpoint.kind], ...placesOf(touchpoint, names)].join(' · ')}
          </span>
        </span>
      ),
    },
    {
      id: 'time',
      header: texts.conversions.time,
      beside: <InZone />,
      cell: ({ occurredAt }) => (
        <span className="flex flex-col">
          <Instant at={occurredAt} />
          <span className="text-small whitespace-nowrap text-muted">{words.before(formatSpan(convertedMs - Date.parse(occurredAt)))}</span>
        </span>
      ),
    },
    { id: 'evidence', header: words.evidence, cell: ({ evidence }) => <Evidence name={evidence} /> },
    { id: 'why', header: words.unusedWhy, className: 'min-w-56', cell: ({ why }) => words.unusedReasons[why] },
  ];
}

/** What was matched and earns nothing under the options, one by one, to be opened; nothing where all of it earns. */
export function UnusedTouchpoints({ explanation }: { explanation: Explanation }) {
  const { unusedTouchpoints: unused } = explanation;
  if (unused.length === 0) return null;
  return (
    <details className="border-t border-line">
      <summary className="cursor-pointer px-4 py-3 text-small text-muted hover:text-ink sm:px-5">
        {formatPlural(unused.length, words.unused)}
      </summary>
      <Table caption={words.unusedCaption} columns={columnsOf(explanation)} rows={unused} rowKey={({ id }) => id} />
    </details>
  );
}
