import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatCount, formatCredit, formatMoney, formatShare } from '../../format.ts';
import { vendorTexts as words } from '../../texts-vendors.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import type { VendorComparison, VendorDifference } from '../../vendor-api.ts';
import { FoundList } from '../catalog/found-table.tsx';
import { Empty } from '../../components/empty.tsx';

type Group = VendorComparison['rows'][number];

/** One figure of one line. */
interface Row extends VendorDifference {
  group: Group;
  currency: string | null;
}

const COUNTED: readonly VendorDifference['metric'][] = ['impressions', 'reach'];

function shown(value: number, { metric, currency }: Row): string {
  if (metric === 'revenueMinor') return formatMoney(Math.round(value), currency);
  return COUNTED.includes(metric) ? formatCount(value) : formatCredit(value);
}

function signed(value: number, row: Row): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  return `${sign}${shown(Math.abs(value), row)}`;
}

function Steps({ row }: { row: Row }) {
  if (row.steps.length === 0) return <span className="text-muted">{words.noSteps}</span>;
  return (
    <ol className="max-w-96 min-w-64 text-small">
      {row.steps.map(({ reason, detail, value }) => (
        <li key={reason} className="flex justify-between gap-4">
          <span className="text-muted">{detail}</span>
          <span className="whitespace-nowrap tabular-nums">{shown(value, row)}</span>
        </li>
      ))}
    </ol>
  );
}

function Name({ group: { name, key, usableShare } }: { group: Group }) {
  return (
    <span className="block max-w-56 min-w-32">
      <span className="block font-medium wrap-anywhere">{name}</span>
      {key === null ? (
        <Tag tone="notice">{words.unknown}</Tag>
      ) : (
        <span className="block text-small text-muted">{usableShare === null ? key : words.usable(formatShare(usableShare))}</span>
      )}
    </span>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', header: words.name, sortValue: ({ group }) => group.name.toLowerCase(), cell: ({ group }) => <Name group={group} /> },
  {
    id: 'metric',
    header: words.metric,
    beside: <WhatIsThis definition={words.metricHelp} />,
    cell: ({ metric }) => words.metrics[metric],
  },
  {
    id: 'theirs',
    header: words.theirs,

    numeric: true,
    means: words.theirsHelp,
    cell: (row) => shown(row.vendor, row),
  },
  {
    id: 'ours',
    header: words.ours,

    numeric: true,
    means: words.oursHelp,
    cell: (row) => shown(row.ours, row),
  },
  {
    id: 'difference',
    header: words.difference,

    numeric: true,
    means: words.differenceHelp,
    sortValue: ({ rate }) => (rate === null ? null : Math.abs(rate)),
    cell: (row) => (
      <span className="flex flex-col items-end gap-0.5">
        <span className="whitespace-nowrap">
          {signed(row.difference, row)}
          {row.rate !== null && <span className="text-muted"> ({formatShare(row.rate)})</span>}
        </span>
        <Tag tone={row.isBeyondTolerance ? 'danger' : 'plain'}>{row.isBeyondTolerance ? words.beyond : words.within}</Tag>
      </span>
    ),
  },
  { id: 'steps', header: words.steps, beside: <WhatIsThis definition={words.stepsHelp} />, cell: (row) => <Steps row={row} /> },
  {
    id: 'unexplained',
    header: words.unexplained,

    numeric: true,
    means: words.unexplainedHelp,
    cell: (row) => signed(row.unexplained, row),
  },
];

/** Every figure of the report beside ours, with the steps between them. */
export function VendorDifferences({ comparison: { rows, currency } }: { comparison: VendorComparison }) {
  const flat = rows.flatMap((group) => group.differences.map((difference) => ({ ...difference, group, currency })));
  return (
    <Panel id="differences" title={words.differences}>
      <p className="max-w-3xl px-4 pb-3 text-muted sm:px-5">{words.differencesHelp}</p>
      <FoundList
        list={{ data: flat, error: null, refetch: () => undefined }}
        what={words.what}
        caption={words.differences}
        columns={COLUMNS}
        rowKey={({ group, metric }) => `${metric} ${group.name}`}
        textOf={({ group, metric }) => `${group.name} ${group.key ?? ''} ${words.metrics[metric]}`}
        empty={<Empty title={words.empty} help={words.emptyHelp} />}
      />
    </Panel>
  );
}
