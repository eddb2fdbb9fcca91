import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatCount, formatShare, formatSpan, UNKNOWN } from '../../format.ts';
import type { OnboardingFunnel } from '../../platform-api.ts';
import { platformTexts } from '../../texts-platform.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { funnelQuery } from './platform-queries.ts';

const words = platformTexts.onboarding;
type FunnelStep = OnboardingFunnel['steps'][number];
type Stopped = OnboardingFunnel['stopped'][number];

const timeOf = (seconds: number | null) => (seconds === null ? UNKNOWN : formatSpan(seconds * 1_000));

function Bar({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" className="h-1.5 w-24 text-accent" aria-hidden="true">
      <rect width="100" height="6" className="fill-sunken" />
      <rect width={share * 100} height="6" fill="currentColor" />
    </svg>
  );
}

function stepColumns(tenants: number): readonly Column<FunnelStep>[] {
  const shareOf = ({ reached }: FunnelStep) => (tenants === 0 ? 0 : reached / tenants);
  return [
    {
      id: 'step',
      header: words.step,
      cell: ({ step, isOptional }) => (isOptional ? words.optional(words.steps[step]) : words.steps[step]),
    },
    { id: 'reached', ...figure(words.reached, meanings.stepReached), cell: ({ reached }) => formatCount(reached) },
    {
      id: 'share',
      ...figure(words.share, meanings.stepShare),
      cell: (row) => (
        <span className="inline-flex items-center gap-2">
          <Bar share={shareOf(row)} />
          {formatShare(shareOf(row))}
        </span>
      ),
    },
    { id: 'skipped', ...figure(words.skipped, meanings.stepSkipped), cell: ({ skipped }) => formatCount(skipped) },
    { id: 'stopped', ...figure(words.stopped, meanings.stepStopped), cell: ({ stopped }) => formatCount(stopped) },
    { id: 'time', ...figure(words.time, meanings.stepTime), cell: ({ medianSeconds }) => timeOf(medianSeconds) },
  ];
}

const STOPPED: readonly Column<Stopped>[] = [
  { id: 'tenant', header: words.tenant, cell: ({ name }) => <span className="block min-w-28 font-medium wrap-anywhere">{name}</span> },
  { id: 'since', header: words.since, cell: ({ createdAt }) => <Instant at={createdAt} /> },
  { id: 'next', header: words.next, cell: ({ step }) => words.steps[step] },
  {
    id: 'looked',
    header: words.looked,
    cell: ({ lookedAt, isDismissed }) => (isDismissed ? words.put : lookedAt === null ? words.never : <Instant at={lookedAt} />),
  },
];

function Funnel({ funnel }: { funnel: OnboardingFunnel }) {
  return (
    <>
      <dl className={FIGURES} aria-label={words.figures}>
        <Figure name={words.tenants} of={roomDefinitions.tenants} value={formatCount(funnel.tenants)} />
        <Figure name={words.credited} of={roomDefinitions.withCredit} value={formatCount(funnel.credited)} />
        <Figure name={words.median} of={roomDefinitions.timeToCredit} value={timeOf(funnel.medianSecondsToCredit)} />
        <Figure name={words.dismissed} of={roomDefinitions.dismissed} value={formatCount(funnel.dismissed)} />
      </dl>
      <Panel id="steps" title={words.funnel} beside={<WhatIsThis definition={words.definition} />}>
        <Table caption={words.funnel} columns={stepColumns(funnel.tenants)} rows={funnel.steps} rowKey={({ step }) => step} />
      </Panel>
      <Panel id="stopped" title={words.stoppedList}>
        {funnel.stopped.length === 0 ? (
          <Empty title={words.empty} help={words.emptyHelp} />
        ) : (
          <Table caption={words.stoppedList} columns={STOPPED} rows={funnel.stopped} rowKey={({ tenantId }) => tenantId} />
        )}
      </Panel>
    </>
  );
}

/** How far the tenants of the installation come, and where they stop. */
export function PlatformOnboarding() {
  const { data, error, refetch } = useQuery(funnelQuery);
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      {data ? (
        <Funnel funnel={data} />
      ) : (
        <Panel id="together" title={words.figures}>
          {error ? <ListFailure error={error} onRetry={() => void refetch()} /> : <SkeletonLines count={8} label={texts.loading} />}
        </Panel>
      )}
    </>
  );
}
