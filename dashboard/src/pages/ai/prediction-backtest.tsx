import { meanings } from '../../definitions-of-columns.ts';
import { Empty } from '../../components/empty.tsx';
import { formatCount, formatCountShort, formatMoneyShort, formatShare, UNKNOWN } from '../../format.ts';
import type { Prediction, PredictionMeasure } from '../../predictions-api.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';

interface Row {
  id: string;
  name: string;
  count: number;
  crps: string;
  covered: readonly [number, number, number] | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', header: words.measure, cell: ({ name }) => name },
  { id: 'count', ...figure(words.tried, meanings.backtestCount), cell: ({ count }) => formatCount(count) },
  {
    id: 'crps',
    header: words.definitions.crps.name,

    numeric: true,
    means: words.definitions.crps,
    cell: ({ crps }) => crps,
  },
  ...[50, 80, 95].map((level, place): Column<Row> => ({
    id: `covered${level}`,
    header: words.covered(level),
    numeric: true,
    means: place > 0 ? 'as before' : words.definitions.covered,
    cell: ({ covered }) => (covered === null ? UNKNOWN : formatShare(covered[place])),
  })),
];

const MONEY = new Set<PredictionMeasure['measure']>(['revenue', 'spend']);

/** The method's own line, a line for each simpler method, and one for each third by size. */
function rowsOf({ measure, backtest }: PredictionMeasure, currency: string | null): Row[] {
  if (backtest === null) return [];
  const score = (value: number) => {
    if (MONEY.has(measure)) return formatMoneyShort(value, currency);
    return value < 100 ? value.toFixed(2) : formatCountShort(value);
  };
  const coveredOf = (of: { covered50: number; covered80: number; covered95: number }) =>
    [of.covered50, of.covered80, of.covered95] as const;
  return [
    {
      id: measure,
      name: `${words.measures[measure]}: ${words.own.toLowerCase()}`,
      count: backtest.count,
      crps: score(backtest.crps),
      covered: coveredOf(backtest),
    },
    ...backtest.baselines.map(({ name, crps }) => ({
      id: `${measure} ${name}`,
      name: words.names[name] ?? name,
      count: backtest.count,
      crps: score(crps),
      covered: null,
    })),
    ...(backtest.sizes.length < 2 ? [] : backtest.sizes).map((one, place) => ({
      id: `${measure} size ${place}`,
      name: `${words.own}, ${words.size.toLowerCase()} ${formatCount(Math.round(one.upTo))}`,
      count: one.count,
      crps: score(one.crps),
      covered: coveredOf(one),
    })),
  ];
}

/** How such predictions did when they were held against what came. */
export function Backtest({ prediction: { measures, currency } }: { prediction: Prediction }) {
  const rows = measures.flatMap((one) => rowsOf(one, currency));
  return (
    <Panel id="backtest" title={words.backtest}>
      {rows.length === 0 ? (
        <Empty title={words.backtestFew} help={words.backtestFewHelp} />
      ) : (
        <>
          <p className="px-4 pb-3 text-small text-muted sm:px-5">{words.backtestLead}</p>
          <Table
            caption={words.backtest}
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            rowClass={({ id }) => (id.includes(' ') ? 'text-muted' : 'font-medium')}
          />
        </>
      )}
    </Panel>
  );
}
