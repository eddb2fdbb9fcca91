import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { parameterName, parameterText } from '../../components/model-says.ts';
import { FailurePanel } from '../../components/failure.tsx';
import { formatCount, formatCredit, formatInstant, formatMoney } from '../../format.ts';
import { paths } from '../../paths.ts';
import type { ChangedConversion, Run, RunComparison } from '../../runs-api.ts';
import { runTexts as words } from '../../texts-runs.ts';
import { texts } from '../../texts.ts';
import { SelectField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { LINK } from '../catalog/named.tsx';
import { type NameOf, useCampaignNames } from '../catalog/names.ts';
import { modelOf } from './run-says.ts';
import { runComparisonQuery, runsQuery } from './work-queries.ts';

type Parameter = RunComparison['parameters'][number];
type Reason = RunComparison['reasons'][number];
type Row = RunComparison['rows'][number];

const PARAMETERS: readonly Column<Parameter>[] = [
  { id: 'name', header: words.name, cell: ({ name }) => parameterName(name) },
  { id: 'before', header: words.before, cell: ({ name, before }) => parameterText(name, before) },
  { id: 'after', header: words.after, cell: ({ name, after }) => parameterText(name, after) },
];

const REASONS: readonly Column<Reason>[] = [
  { id: 'reason', header: words.reason, cell: ({ reason }) => words.reasonOf[reason] ?? reason },
  { id: 'conversions', ...figure(words.conversions, meanings.changedConversions), cell: ({ conversions }) => formatCount(conversions) },
];

/** Credit in money where there is a currency, else in conversions. */
function creditText({ currency }: Row, { conversions, valueMinor }: Row['before']): string {
  return currency === null ? formatCredit(conversions) : formatMoney(valueMinor, currency);
}

function signed(row: Row): string {
  const { before, after, currency } = row;
  const more = currency === null ? after.conversions - before.conversions : after.valueMinor - before.valueMinor;
  const text = currency === null ? formatCredit(Math.abs(more)) : formatMoney(Math.abs(more), currency);
  return `${more < 0 ? '−' : '+'}${text}`;
}

const rowColumns = (campaignName: NameOf): readonly Column<Row>[] => [
  {
    id: 'key',
    header: words.campaign,
    cell: ({ key }) => (key === null ? texts.none : <span title={key}>{campaignName(key)}</span>),
  },
  { id: 'before', ...figure(words.before, meanings.before), cell: (row) => creditText(row, row.before) },
  { id: 'after', ...figure(words.after, meanings.after), cell: (row) => creditText(row, row.after) },
  { id: 'difference', ...figure(words.difference, meanings.runDifference), cell: signed },
];

const EXAMPLES: readonly Column<ChangedConversion>[] = [
  {
    id: 'conversion',
    header: words.conversion,
    cell: ({ conversionId }) => (
      <Link to={paths.conversion} params={{ id: conversionId }} search={{}} className={`${LINK} max-w-56`}>
        {conversionId}
      </Link>
    ),
  },
  { id: 'change', header: words.change, cell: ({ change }) => words.changes[change] },
  { id: 'reason', header: words.reason, cell: ({ reason }) => words.reasonOf[reason] ?? reason },
  {
    id: 'touchpoints',
    header: words.touchpoints,
    cell: ({ touchpointsAdded, touchpointsRemoved }) =>
      touchpointsAdded.length + touchpointsRemoved.length === 0
        ? ''
        : words.touches(String(touchpointsAdded.length), String(touchpointsRemoved.length)),
  },
  {
    id: 'before',
    ...figure(words.before, meanings.before),
    cell: ({ currency, attributedMinorBefore }) => formatMoney(attributedMinorBefore, currency),
  },
  {
    id: 'after',
    ...figure(words.after, meanings.after),
    cell: ({ currency, attributedMinorAfter }) => formatMoney(attributedMinorAfter, currency),
  },
];

function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <div className="border-t border-line">
      <h3 className="px-4 pt-4 pb-1 font-semibold sm:px-5">{title}</h3>
      {help !== undefined && <p className="px-4 pb-1 text-small text-muted sm:px-5">{help}</p>}
      {children}
    </div>
  );
}

function Told({ comparison }: { comparison: RunComparison }) {
  const { parameters, lists, reasons, rows, examples } = comparison;
  const campaignName = useCampaignNames();
  const { same, changed, added, removed } = comparison.conversions;
  const changes = [...parameters, ...lists];
  const isSame = changed + added + removed === 0;
  return (
    <>
      <p className="max-w-3xl px-4 pb-4 sm:px-5">
        {isSame ? words.nothingChanged : words.changed(formatCount(same), formatCount(changed), formatCount(added), formatCount(removed))}
      </p>
      {changes.length > 0 && (
        <Part title={words.parameters}>
          <Table caption={words.parameters} columns={PARAMETERS} rows={changes} rowKey={({ name }) => name} />
        </Part>
      )}
      {reasons.length > 0 && (
        <Part title={words.reasons}>
          <Table caption={words.reasons} columns={REASONS} rows={reasons} rowKey={({ reason }) => reason} />
        </Part>
      )}
      {rows.length > 0 && (
        <Part title={words.rows}>
          <Table
            caption={words.rows}
            columns={rowColumns(campaignName)}
            rows={rows}
            rowKey={({ key, currency }) => `${key ?? ''} ${currency ?? ''}`}
          />
        </Part>
      )}
      {examples.length > 0 && (
        <Part title={words.examples} help={words.examplesHelp(formatCount(examples.length))}>
          <Table caption={words.examples} columns={EXAMPLES} rows={examples} rowKey={({ conversionId }) => conversionId} />
        </Part>
      )}
    </>
  );
}

function Compared({ earlier, later }: { earlier: string; later: string }) {
  const query = useQuery(runComparisonQuery(earlier, later));
  if (query.error) return <FailurePanel error={query.error} onRetry={() => void query.refetch()} />;
  return query.data ? <Told comparison={query.data} /> : <SkeletonLines count={4} label={texts.loading} />;
}

/** Whether a run knows less than another one, or as much and was asked for earlier. */
function isBefore(a: Run, b: Run): boolean {
  const order = (run: Run) => `${run.asOf ?? ''} ${run.createdAt}`;
  return order(a) < order(b);
}

/** What differs between this run and another one, which the address names: the earlier of both stands first. */
export function RunComparisonPanel({ run }: { run: Run }) {
  const { other } = useSearch({ from: '/signed-in/models/runs/$id' });
  const navigate = useNavigate();
  const others = (useQuery(runsQuery).data ?? []).filter(({ id, state }) => id !== run.id && state === 'done');
  const chosen = others.find(({ id }) => id === other);
  const choose = (id: string) =>
    void navigate({ to: '.', search: (before) => ({ ...before, other: id || undefined }), replace: true, resetScroll: false });
  const [earlier, later] = chosen && isBefore(run, chosen) ? [run, chosen] : [chosen, run];
  return (
    <Panel id="comparison" title={words.compare}>
      {others.length === 0 ? (
        <p className="px-4 pb-5 text-muted sm:px-5">{words.compareNone}</p>
      ) : (
        <div className="max-w-md px-4 pb-4 sm:px-5">
          <SelectField
            label={words.other}
            help={words.compareHelp}
            options={[['', words.choose], ...others.map((one) => [one.id, `${formatInstant(one.createdAt)}, ${modelOf(one)}`] as const)]}
            value={chosen?.id ?? ''}
            onChange={({ target }) => choose(target.value)}
          />
        </div>
      )}
      {earlier && <Compared earlier={earlier.id} later={later.id} />}
    </Panel>
  );
}
