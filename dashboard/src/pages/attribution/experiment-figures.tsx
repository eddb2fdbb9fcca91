import { meanings } from '../../definitions-of-columns.ts';
import type { ArmComparison, ArmReadout, Readout } from '../../experiments-api.ts';
import { formatCount, formatMoney, formatShare, UNKNOWN } from '../../format.ts';
import { experimentTexts as words } from '../../texts-experiments.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';

type Measured = Pick<Readout, 'measure' | 'currency'>;

const points = new Intl.NumberFormat('en-US', { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A rate, or money per listener. */
function measured(value: number | null, { measure, currency }: Measured): string {
  if (value === null) return UNKNOWN;
  return measure === 'rate' ? points.format(value) : formatMoney(Math.round(value), currency);
}

function intervalText({ value, low, high }: { value: number; low: number | null; high: number | null }, of: Measured): string {
  if (low === null || high === null) return measured(value, of);
  return words.interval(measured(value, of), measured(low, of), measured(high, of));
}

const countText = (count: number | null) => (count === null ? UNKNOWN : formatCount(count));

const armColumns = (readout: Readout): readonly Column<ArmReadout>[] => [
  {
    id: 'arm',
    header: words.arm,
    cell: ({ name, isControl }) => (isControl && name !== words.isControl ? `${name} (${words.isControl})` : name),
  },
  { id: 'share', ...figure(words.share, meanings.plannedShare), cell: ({ share }) => formatShare(share) },
  { id: 'listeners', ...figure(words.listeners, meanings.armListeners), cell: ({ participants }) => countText(participants) },
  { id: 'observed', ...figure(words.observed, meanings.armObserved), cell: ({ observed }) => countText(observed) },
  { id: 'converted', ...figure(words.converted, meanings.armConverted), cell: ({ converted }) => countText(converted?.count ?? null) },
  { id: 'outcome', ...figure(words.outcome, meanings.armOutcome), cell: ({ outcome }) => measured(outcome, readout) },
];

const placeColumns = (readout: Readout): readonly Column<ArmReadout>[] => [
  { id: 'arm', header: words.arm, cell: ({ name }) => name },
  { id: 'regions', header: words.regions, cell: ({ regions }) => regions?.join(', ') ?? UNKNOWN },
  {
    id: 'outcome',
    ...figure(words.outcome, meanings.placeOutcome),
    cell: ({ outcome }) => (outcome === null || readout.measure === 'value' ? measured(outcome, readout) : formatCount(outcome)),
  },
];

/** The arms of an experiment with what they did. */
export function Arms({ readout }: { readout: Readout }) {
  const isOfListeners = readout.arms.some(({ participants }) => participants !== null);
  return (
    <Panel id="arms" title={words.armTable}>
      <Table
        caption={words.armTable}
        columns={isOfListeners ? armColumns(readout) : placeColumns(readout)}
        rows={readout.arms}
        rowKey={({ name }) => name}
      />
    </Panel>
  );
}

const comparisonColumns = (readout: Readout): readonly Column<ArmComparison>[] => [
  { id: 'arm', header: words.arm, cell: ({ arm }) => arm },
  {
    id: 'difference',
    header: words.difference,

    numeric: true,
    means: words.differenceHelp,
    cell: ({ difference }) => intervalText(difference, readout),
  },
  {
    id: 'any',
    header: words.any,

    numeric: true,
    means: words.anyHelp,
    cell: ({ alwaysValid: { low, high, pValue } }) =>
      low === null || high === null
        ? words.tooFew
        : `${measured(low, readout)} – ${measured(high, readout)}, ${words.pValue(pValue.toFixed(4))}`,
  },
  {
    id: 'adjusted',
    header: words.adjusted,

    numeric: true,
    means: words.adjustedHelp,
    cell: ({ adjusted }) => (adjusted === null ? UNKNOWN : intervalText(adjusted, readout)),
  },
];

/** Each arm of listeners against the control. */
export function Differences({ readout }: { readout: Readout }) {
  if (readout.comparisons.length === 0) return null;
  return (
    <Panel id="differences" title={words.differences}>
      <Table caption={words.differences} columns={comparisonColumns(readout)} rows={readout.comparisons} rowKey={({ arm }) => arm} />
    </Panel>
  );
}
