import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Empty } from '../../components/empty.tsx';
import { useMay } from '../../components/may.ts';
import { useModel } from '../../components/models.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, formatCredit, formatInstant, formatMoney, formatShare } from '../../format.ts';
import { isDataDriven } from '../../models-api.ts';
import { paths } from '../../paths.ts';
import { removeRun, type Run, type RunOutcome } from '../../runs-api.ts';
import { modelTexts } from '../../texts-models.ts';
import { runTexts as words } from '../../texts-runs.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { ActorAt } from '../../components/actor.tsx';
import { RunChecks } from './run-checks.tsx';
import { RunComparisonPanel } from './run-comparison.tsx';
import { coveredBy, modelOf, stateOf } from './run-says.ts';
import { RUNS, runQuery } from './work-queries.ts';

function Hash({ of: hash }: { of: string }) {
  return <code className="font-mono text-small break-all">{hash}</code>;
}

/** What of the model and the options decides credit. */
function parameterFacts({ model, options }: Run) {
  const { name, halfLifeDays, firstShare, lastShare, unit, weights, fit } = model;
  const { positions, placements, otherPlacements = 1 } = weights ?? {};
  const byPlacement = Object.entries(placements ?? {}).map(([key, weight]) => `${key} ${weight}`);
  const custom = positions ? positions.join(' : ') : [...byPlacement, `${modelTexts.otherPlacements} ${otherPlacements}`].join(', ');
  return [
    ...(name === 'time_decay' ? [{ name: words.halfLife, value: texts.filters.days(halfLifeDays) }] : []),
    ...(name === 'position_based' ? [{ name: words.shares, value: `${formatShare(firstShare)}, ${formatShare(lastShare)}` }] : []),
    ...(name === 'custom' ? [{ name: words.weights, value: custom }] : []),
    ...(isDataDriven(name) ? [{ name: modelTexts.unit, value: modelTexts.units[unit] }] : []),
    ...(fit === null ? [] : [{ name: words.fit, value: formatInstant(fit.createdAt) }]),
    { name: texts.filters.lookback, value: texts.filters.days(options.lookbackDays) },
    { name: words.evidence, value: texts.evidence[options.minEvidence]?.[0] ?? options.minEvidence },
    { name: words.repeats, value: modelTexts.repeatsOf[options.repeats] },
    { name: words.signals, value: words.signalsOf[options.responseSignals] },
    ...(options.newCustomersOnly || options.exclude.length > 0
      ? [{ name: words.excluded, value: [...(options.newCustomersOnly ? [words.newOnly] : []), ...options.exclude].join(', ') }]
      : []),
  ];
}

function runFacts(run: Run, title: string) {
  const { asOf, createdAt, createdBy, outcome } = run;
  return [
    { name: words.state, value: stateOf(run) },
    { name: words.model, value: title },
    { name: words.covers, value: coveredBy(run) },
    ...parameterFacts(run),
    ...(asOf === null ? [] : [{ name: words.asOf, value: formatInstant(asOf) }]),
    { name: words.createdBy, value: <ActorAt name={createdBy} at={createdAt} /> },
    ...(outcome === null
      ? []
      : [
          { name: words.engine, value: outcome.engineVersion },
          ...(outcome.lists.length === 0
            ? []
            : [{ name: words.lists, value: outcome.lists.map(({ kind, id }) => words.listOf(kind, String(id))).join(', ') }]),
          { name: words.inputHash, value: <Hash of={outcome.inputHash} /> },
          { name: words.outputHash, value: <Hash of={outcome.outputHash} /> },
        ]),
  ];
}

type Totals = RunOutcome['totals'][number];

/** Conversions above, and what they are worth below. */
function Both({ count, valueMinor, currency }: { count: number; valueMinor: number; currency: string | null }) {
  return (
    <span className="block">
      <span className="block">{formatCredit(count)}</span>
      {currency !== null && <span className="block text-small text-muted">{formatMoney(valueMinor, currency)}</span>}
    </span>
  );
}

const TOTALS = {
  all: meanings.runAll,
  attributed: meanings.runAttributed,
  organic: meanings.runOrganic,
  unattributed: meanings.runUnattributed,
};

function totalColumn(id: 'all' | 'attributed' | 'organic' | 'unattributed'): Column<Totals> {
  const cell = (totals: Totals) => {
    const { currency } = totals;
    if (id === 'all') return <Both count={totals.conversions} valueMinor={totals.valueMinor} currency={currency} />;
    return <Both count={totals[`${id}Conversions`]} valueMinor={totals[`${id}ValueMinor`]} currency={currency} />;
  };
  return { id, ...figure(words[id], TOTALS[id]), cell };
}

const TOTAL_COLUMNS: readonly Column<Totals>[] = [
  { id: 'currency', header: words.currency, cell: ({ currency }) => currency ?? words.noCurrency },
  totalColumn('all'),
  totalColumn('attributed'),
  totalColumn('organic'),
  totalColumn('unattributed'),
];

const shortHash = (hash: string) => (
  <code className="font-mono text-small" title={hash}>
    {hash.slice(0, 12)}
  </code>
);

const DAY_COLUMNS: readonly Column<RunOutcome['days'][number]>[] = [
  { id: 'day', header: words.day, cell: ({ day }) => <span className="whitespace-nowrap">{day}</span> },
  { id: 'conversions', ...figure(words.conversions, meanings.runDay), cell: ({ conversions }) => formatCount(conversions) },
  { id: 'in', header: words.in, cell: ({ inputHash }) => shortHash(inputHash) },
  { id: 'out', header: words.out, cell: ({ outputHash }) => shortHash(outputHash) },
];

function Outcome({ run, outcome }: { run: Run; outcome: RunOutcome }) {
  return (
    <>
      <Panel id="totals" title={words.totals}>
        <Table
          caption={words.totals}
          columns={TOTAL_COLUMNS}
          rows={outcome.totals}
          rowKey={({ currency }) => currency ?? words.noCurrency}
        />
      </Panel>
      <RunChecks run={run} />
      <RunComparisonPanel run={run} />
      <Panel id="days" title={words.days}>
        <div className="max-h-96 overflow-y-auto">
          <Table caption={words.days} columns={DAY_COLUMNS} rows={outcome.days} rowKey={({ day }) => day} />
        </div>
      </Panel>
    </>
  );
}

/** One run: what was computed, what it came to, and whether it comes out again. */
export function RunRoom() {
  const { id } = useParams({ from: '/signed-in/models/runs/$id' });
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery(runQuery(id));
  const mayChange = useMay('analyse');
  const { title } = useModel(query.data ? modelOf(query.data) : 'linear');
  const above = <Back to={paths.runs}>{words.room}</Back>;
  const leave = async () => {
    await navigate({ to: paths.runs, search: {} });
    await queryClient.invalidateQueries({ queryKey: [...RUNS, 'list'] });
  };
  return (
    <One what={words.one} of={id} above={above} query={query}>
      {(run) => (
        <>
          <RoomHead title={`${title}, ${formatInstant(run.createdAt)}`} above={above}>
            {coveredBy(run)}
          </RoomHead>
          {run.outcome && <Outcome run={run} outcome={run.outcome} />}
          {run.state === 'failed' && (
            <div className="rounded-panel border border-line bg-surface">
              <Empty title={words.states.failed} help={run.failure ?? ''} />
            </div>
          )}
          {run.outcome === null && run.state !== 'failed' && (
            <Panel id="progress" title={stateOf(run)}>
              <SkeletonLines count={3} label={stateOf(run)} />
            </Panel>
          )}
          <Panel
            id="facts"
            title={words.facts}
            aside={
              mayChange && (
                <AskFirst
                  label={words.remove}
                  look="outline"
                  title={words.removeTitle}
                  lead={words.removeLead}
                  change={() => removeRun(id)}
                  onDone={() => void leave()}
                />
              )
            }
          >
            <Facts items={runFacts(run, title)} />
          </Panel>
        </>
      )}
    </One>
  );
}
