import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import { getJourneys, JOURNEY_UNITS, type JourneyQuery, type Journeys, type JourneyUnit } from '../../analytics-api.ts';
import { SaveCsv } from '../../components/chart-figures.tsx';
import { Chart, type Palette } from '../../components/chart.tsx';
import { DateFilter } from '../../components/date-filter.tsx';
import { EstimateCell } from '../../components/estimate-cell.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { ChoiceFilter, FilterBar, KindFilter, LookbackFilter, useSelection } from '../../components/filters.tsx';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import type { Figures } from '../../csv.ts';
import { formatCount, formatPlural } from '../../format.ts';
import { reportQuery, utcToday } from '../../selection.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { AnalysisAnswer } from './analysis-answer.tsx';
import { assistColumns, lengthColumns, pathColumns, pathLines } from './journey-columns.tsx';

const words = analyticsTexts.paths;

const journeysQuery = (query: JourneyQuery) =>
  queryOptions({
    queryKey: ['figures', 'journeys', query],
    queryFn: ({ signal }) => getJourneys(query, signal),
    placeholderData: keepPreviousData,
  });

const TOKENS: Record<string, string> = { unit: 'accent', other_units: 'unattributed', later_steps: 'unattributed', conversion: 'ink' };

function drawFlow({ nodes, links }: Journeys['sankey'], palette: Palette) {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  return {
    series: [
      {
        type: 'sankey',
        left: 8,
        right: 8,
        top: 8,
        bottom: 8,
        nodeGap: 10,
        draggable: false,
        layoutIterations: 16,
        emphasis: { disabled: true },
        data: nodes.map(({ id, kind, step, conversions }) => ({
          name: id,
          depth: step - 1,
          value: conversions,
          itemStyle: { color: palette(TOKENS[kind] ?? 'accent') },
          label: { position: kind === 'conversion' ? 'left' : 'right' },
        })),
        links: links.map(({ source, target, conversions }) => ({ source, target, value: conversions })),
        label: { color: palette('ink'), fontSize: 12, formatter: ({ name }: { name: string }) => labels.get(name) ?? name },
        lineStyle: { color: palette('line-strong'), opacity: 0.45 },
      },
    ],
  };
}

function figuresOf({ nodes, links }: Journeys['sankey']): Figures {
  const labels = new Map(nodes.map(({ id, label, step }) => [id, { label, step }]));
  return {
    columns: ['step', 'from', 'to', 'conversions'],
    rows: links.map(({ source, target, conversions }) => [
      labels.get(source)?.step ?? null,
      labels.get(source)?.label ?? source,
      labels.get(target)?.label ?? target,
      conversions,
    ]),
  };
}

function FlowPanel({ journeys, busy }: { journeys: Journeys; busy: boolean }) {
  const { sankey } = journeys;
  const draw = useCallback((palette: Palette) => drawFlow(sankey, palette), [sankey]);
  const unattributed = formatPlural(journeys.unattributedConversions, texts.conversions.counted);
  return (
    <Panel id="flow" title={words.flow} busy={busy}>
      <dl className={`${FIGURES} m-4 mt-0 sm:m-5 sm:mt-0`}>
        <Figure name={analyticsTexts.conversions} of={roomDefinitions.attributedConversions} value={formatCount(journeys.conversions)}>
          {analyticsTexts.unattributed(unattributed)}
        </Figure>
        <Figure
          name={words.mean}
          of={roomDefinitions.meanTouches}
          value={<EstimateCell estimate={journeys.meanTouches} format={(mean) => (mean ?? 0).toFixed(2)} />}
        />
      </dl>
      <div className="px-3 pt-1 pb-3 sm:px-4">
        <Chart label={words.flowLabel} height={340} draw={draw} />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-1 pr-2 pl-5 sm:pr-3">
        <p className="py-2 text-small text-muted">{words.flowHelp}</p>
        <SaveCsv title={words.flowLabel} figures={() => figuresOf(sankey)} />
      </div>
    </Panel>
  );
}

function Tables({ journeys, busy }: { journeys: Journeys; busy: boolean }) {
  return (
    <>
      <Panel id="paths" title={words.top} busy={busy}>
        <Table caption={words.top} columns={pathColumns(journeys)} rows={pathLines(journeys)} rowKey={({ text }) => text} />
      </Panel>
      <Panel id="assists" title={words.assists} busy={busy}>
        <Table caption={words.assists} columns={assistColumns(journeys)} rows={journeys.assists} rowKey={({ key }) => key ?? ''} />
      </Panel>
      <Panel id="lengths" title={words.lengths} busy={busy}>
        <Table
          caption={words.lengths}
          columns={lengthColumns(journeys)}
          rows={journeys.lengths}
          rowKey={({ touches }) => String(touches)}
        />
      </Panel>
    </>
  );
}

/** Which ways led to conversions. */
export function JourneysRoom() {
  const [selection, change] = useSelection();
  const navigate = useNavigate();
  const { by = 'show' } = useSearch({ from: '/signed-in/analytics/paths' });
  const query = useQuery(journeysQuery({ groupBy: by, ...reportQuery(selection, useWindowDefaults(), utcToday()) }));
  const choose = (one: JourneyUnit) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, by: one === 'show' ? undefined : one }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <RoomHead title={analyticsTexts.tabs.paths}>{words.lead}</RoomHead>
      <FilterBar>
        <ChoiceFilter
          label={words.unit}
          value={by}
          options={JOURNEY_UNITS.map((one) => [one, words.units[one]] as const)}
          onChoose={choose}
        />
        <DateFilter />
        <KindFilter />
        <LookbackFilter />
      </FilterBar>
      <AnalysisAnswer
        query={query}
        isEmpty={({ conversions }) => conversions === 0}
        nothing={{ title: analyticsTexts.empty, help: analyticsTexts.emptyHelp }}
      >
        {(journeys, busy) => (
          <>
            <FlowPanel journeys={journeys} busy={busy} />
            <Tables journeys={journeys} busy={busy} />
            <OtherCurrencies others={journeys.otherCurrencies} onChoose={(currency) => change({ currency })} />
          </>
        )}
      </AnalysisAnswer>
    </>
  );
}
