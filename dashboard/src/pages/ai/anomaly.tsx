import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Anomaly, AnomalyMember, AnomalySeries, WatchedSeries } from '../../anomalies-api.ts';
import { ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatCount } from '../../format.ts';
import { paths } from '../../paths.ts';
import { anomalyTexts as words, anomalyWords } from '../../texts-anomalies.ts';
import { texts } from '../../texts.ts';
import { Notice, Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { AnomalyChart } from './anomaly-chart.tsx';
import { formatFigure, formatMoment, subjectName } from './anomaly-figures.ts';
import { anomalyQuery, seriesQuery } from './anomaly-queries.ts';
import { AnomalyVerdict } from './anomaly-verdict.tsx';

/** What the band of a series rests on. */
function BandWords({ grain, subject }: { grain: AnomalySeries['grain']; subject: WatchedSeries['subject'] }) {
  if (grain === 'hour') return <WhatIsThis definition={anomalyWords.novelty} />;
  return (
    <>
      <WhatIsThis definition={anomalyWords.baseline} />
      {subject.type === 'show' && <WhatIsThis definition={anomalyWords.releaseDay} />}
    </>
  );
}

function Charts({ charts: { series, grain, currency } }: { charts: AnomalySeries }) {
  if (series.length === 0) return <Notice>{words.noCharts}</Notice>;
  return series.map((one) => (
    <Panel
      key={`${one.metric} ${one.subject.type} ${one.subject.key}`}
      id={`series-${one.metric}-${one.subject.type}-${one.subject.key ?? ''}`}
      title={`${words.metrics[one.metric]}, ${subjectName(one.subject)}`}
      beside={<BandWords grain={grain} subject={one.subject} />}
    >
      <AnomalyChart one={one} grain={grain} currency={currency} />
    </Panel>
  ));
}

function columnsFor(grain: Anomaly['grain'], currency: string | null): readonly Column<AnomalyMember>[] {
  const of = (metric: AnomalyMember['metric'], value: number | null) => formatFigure(metric, value, currency);
  return [
    {
      id: 'series',
      header: words.series,
      cell: ({ metric, subject }) => <span className="wrap-anywhere">{`${words.metrics[metric]}, ${subjectName(subject)}`}</span>,
    },
    { id: 'when', header: words.when, cell: ({ at }) => formatMoment(grain, at) },
    { id: 'kind', header: words.kind, cell: ({ kind }) => <Tag tone="danger">{words.kinds[kind]}</Tag> },
    { id: 'value', ...figure(words.value, meanings.seen), cell: ({ metric, value }) => of(metric, value) },
    {
      id: 'expected',
      ...figure(words.expected, meanings.expected),
      cell: ({ metric, low, high }) => words.between(of(metric, low), of(metric, high)),
    },
    {
      id: 'limit',
      header: words.limit,
      cell: ({ limitFactor }) => (limitFactor === 1 ? words.usualLimit : words.limitFactor(limitFactor.toFixed(2))),
    },
  ];
}

function Members({ anomaly, currency }: { anomaly: Anomaly; currency: string | null }) {
  const { members, seriesCount, grain } = anomaly;
  const left = seriesCount - members.length;
  const isShift = members.some(({ kind }) => kind === 'shift_up' || kind === 'shift_down');
  const beside = (
    <>
      <WhatIsThis definition={anomalyWords.alert} />
      {isShift && <WhatIsThis definition={anomalyWords.levelShift} />}
      {seriesCount > 1 && <WhatIsThis definition={anomalyWords.storm} />}
    </>
  );
  return (
    <Panel id="members" title={words.members} beside={beside}>
      <Table
        caption={words.members}
        columns={columnsFor(grain, currency)}
        rows={members}
        rowKey={({ metric, subject }) => `${metric} ${subject.type} ${subject.key}`}
      />
      {left > 0 && <p className="px-5 py-3 text-small text-muted">{words.moreMembers(formatCount(left))}</p>}
    </Panel>
  );
}

function About({ anomaly }: { anomaly: Anomaly }) {
  const { data, error, refetch } = useQuery(seriesQuery(anomaly.id));
  return (
    <>
      {error && !data && <ListFailure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <SkeletonLines count={6} label={texts.loading} />}
      {data && <Charts charts={data} />}
      <AnomalyVerdict anomaly={anomaly} />
      <Members anomaly={anomaly} currency={data?.currency ?? null} />
    </>
  );
}

/** One anomaly on its chart, with the figures of its series, and what people said of it. */
export function AnomalyRoom() {
  const { id } = useParams({ from: '/signed-in/insights/anomalies/$id' });
  const query = useQuery(anomalyQuery(id));
  const above = <Back to={paths.anomalies}>{words.room}</Back>;
  return (
    <One what={words.one} of={id} above={above} query={query}>
      {(anomaly) => (
        <>
          <RoomHead title={words.title(formatMoment(anomaly.grain, anomaly.startsAt))} above={above}>
            {anomaly.finding} {anomaly.notifiedAt !== null && words.told}
          </RoomHead>
          {anomaly.status === 'gone' && <Notice>{words.statuses.gone}</Notice>}
          <About anomaly={anomaly} />
        </>
      )}
    </One>
  );
}
