import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import { Known } from '../../components/amount.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatCount, formatDay, formatMoney, formatPlural, formatShare, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import type { Prediction, PredictionMeasure } from '../../predictions-api.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { BandChart } from './band-chart.tsx';
import { IntervalBar } from './interval-bar.tsx';
import { amountText, CameCell, intervalText, NoHistory, subjectOf } from './predicted.tsx';
import { Backtest } from './prediction-backtest.tsx';
import { predictionQuery } from './prediction-queries.ts';

function columnsOf({ currency, label }: Prediction): readonly Column<PredictionMeasure>[] {
  return [
    { id: 'measure', header: words.measure, cell: ({ measure }) => words.measures[measure] },
    {
      id: 'spread',
      header: words.spread,
      beside: <WhatIsThis definition={words.definitions.interval} />,
      className: 'w-1/4',
      cell: (one) =>
        one.intervals === null ? (
          <span className="text-small text-muted">{one.missing}</span>
        ) : (
          <IntervalBar one={one} label={words.spreadLabel(words.measures[one.measure], intervalText(one, 80, currency))} />
        ),
    },
    {
      id: 'median',
      ...figure(words.median, meanings.predictedMiddle),
      cell: ({ median, measure }) =>
        median === null && label === 'no_history' ? <NoHistory label={label} /> : <Known text={amountText(median, measure, currency)} />,
    },
    ...[50, 80, 95].map((level): Column<PredictionMeasure> => ({
      id: `level${level}`,
      ...figure(words.levels[level], meanings.predictedBand),
      cell: (one) => <Known text={intervalText(one, level, currency)} />,
    })),
    { id: 'came', header: words.came, cell: (one) => <CameCell one={one} currency={currency} /> },
  ];
}

/** Of pacing: how likely it ends below or above what is booked. */
function Delivery({ booked, chanceUnder, chanceOver, measures, currency }: Prediction) {
  const impressions = measures.find(({ measure }) => measure === 'impressions');
  if (booked === null || chanceUnder === null || chanceOver === null || impressions === undefined) return null;
  return (
    <dl className={FIGURES}>
      <Figure name={words.bookedName} of={roomDefinitions.bookedImpressions} value={formatCount(booked)}>
        {words.measures.impressions.toLowerCase()}
      </Figure>
      <Figure name={words.likely} of={roomDefinitions.likelyAtEnd} value={amountText(impressions.median, 'impressions', currency)}>
        {words.band}: {intervalText(impressions, 80, currency)}
      </Figure>
      <Figure name={words.chanceUnder} of={roomDefinitions.chanceUnder} value={formatShare(chanceUnder)}>
        {words.ofBooked}
      </Figure>
      <Figure name={words.chanceOver} of={roomDefinitions.chanceOver} value={formatShare(chanceOver)}>
        {words.ofBooked}
      </Figure>
    </dl>
  );
}

/** What was known of a campaign before it runs. */
function Plan({ prediction: { plan, currency } }: { prediction: Prediction }) {
  if (plan === null) return null;
  const booked = plan.placements.map(({ show, impressions }) => `${show}: ${formatCount(impressions)}`).join(', ');
  return (
    <p className="px-4 pb-4 text-small text-muted sm:px-5">
      {words.planned}: {words.impressions.toLowerCase()} {booked}; {words.spend.toLowerCase()}{' '}
      {plan.spendMinor === null ? UNKNOWN : formatMoney(plan.spendMinor, currency)}.
    </p>
  );
}

function Notes({ notes }: Pick<Prediction, 'notes'>) {
  return (
    <Notice>
      <ul className="list-disc space-y-1 pl-5 text-small">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Leads to the room of the campaign, or of the show that an episode is of. */
function About({ subject: { type, key, show } }: Pick<Prediction, 'subject'>) {
  const of = type === 'campaign' ? key : show;
  if (of === null) return null;
  const to = type === 'campaign' ? paths.campaign : paths.show;
  return (
    <p>
      <Link to={to} params={{ key: of }} search={{}} className="text-accent-strong underline underline-offset-2">
        {type === 'campaign' ? words.ofCampaign : words.ofShow}
      </Link>
    </p>
  );
}

/** One prediction: its intervals, its chart, how such ones did before, and what came. */
export function PredictionRoom() {
  const { id } = useParams({ from: '/signed-in/insights/predictions/$id' });
  const query = useQuery(predictionQuery(id));
  const above = <Back to={paths.predictions}>{words.room}</Back>;
  return (
    <One what={words.one} of={id} above={above} query={query}>
      {(prediction) => (
        <>
          <RoomHead title={subjectOf(prediction)} above={above}>
            {words.kinds[prediction.kind]}, {words.asOf.toLowerCase()} {formatDay(prediction.asOf, 'full')},{' '}
            {prediction.label === 'no_history' ? (
              <NoHistory label={prediction.label} />
            ) : (
              words.fromHistory(formatPlural(prediction.history, words.histories[prediction.kind]))
            )}
            {prediction.outcomeAt === null && prediction.dueOn !== null && <>, {words.notYet(formatDay(prediction.dueOn, 'full'))}</>}
          </RoomHead>
          <About subject={prediction.subject} />
          <Notes notes={prediction.notes} />
          <Delivery {...prediction} />
          <Panel id="predicted" title={words.predicted}>
            <Table caption={words.predicted} columns={columnsOf(prediction)} rows={prediction.measures} rowKey={({ measure }) => measure} />
            <Plan prediction={prediction} />
          </Panel>
          {prediction.bands.length > 1 && (
            <Panel id="bands" title={words.chart}>
              <BandChart bands={prediction.bands} booked={prediction.booked} />
            </Panel>
          )}
          <Backtest prediction={prediction} />
        </>
      )}
    </One>
  );
}
