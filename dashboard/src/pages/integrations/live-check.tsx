import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Arrival, listArrivals } from '../../arrivals-api.ts';
import { Instant } from '../../components/amount.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { onboardingTexts } from '../../texts-onboarding.ts';
import { setUpTexts } from '../../texts-set-up.ts';
import { Button } from '../../ui/button.tsx';
import { Check, Hourglass, Warning } from '../../ui/icons.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { SetUpSource } from './set-up-sources.ts';

const words = setUpTexts.live;
const POLL_MS = 3_000;
/** Clocks of browsers differ from the server's, so that it looks a little back. */
const BACK_MS = 120_000;

const arrivalsQuery = (since: string) =>
  queryOptions({ queryKey: ['arrivals', since], queryFn: ({ signal }) => listArrivals(since, signal), refetchInterval: POLL_MS });

const LINE = 'flex items-start gap-2.5 rounded-control border px-3.5 py-2.5';

function Told({ arrival }: { arrival: Arrival }) {
  const { kind, campaign, show, of } = arrival;
  const parts = [
    kind === null ? undefined : words.kind(kind),
    campaign === null ? undefined : words.campaign(campaign),
    show === null ? undefined : words.show(show),
    of === null ? undefined : words.of(of),
  ];
  return <span className="wrap-anywhere">{parts.filter((part) => part !== undefined).join(', ')}</span>;
}

function Line({ arrival }: { arrival: Arrival }) {
  const { fault, detail, at } = arrival;
  const isGood = fault === null;
  return (
    <li className={`${LINE} ${isGood ? 'border-accent bg-accent-soft' : 'border-notice-line bg-notice-soft text-notice'}`}>
      <span className={`mt-0.5 ${isGood ? 'text-accent-strong' : ''}`}>{isGood ? <Check /> : <Warning />}</span>
      <div className="min-w-0">
        <p className="font-medium">
          {isGood ? words.received : words.refused} <Instant at={at} />
        </p>
        <p>
          <Told arrival={arrival} />
        </p>
        {fault !== null && <p>{setUpTexts.faults[fault]}</p>}
        {detail !== null && <p className="text-small wrap-anywhere">{detail}</p>}
      </div>
    </li>
  );
}

/** Whether anything has come from a source since the room was opened, and why what came does not count. */
export function LiveCheck({ source }: { source: SetUpSource }) {
  const [since, look] = useState(() => new Date(Date.now() - BACK_MS).toISOString());
  const { data, error, refetch } = useQuery(arrivalsQuery(since));
  const own = data?.items.filter((one) => one.source === source) ?? [];
  const others = [...new Set(data?.items.filter((one) => one.source !== source && one.fault === null).map((one) => one.source))];
  return (
    <Panel
      id="live"
      title={words.title}
      aside={
        <Button look="quiet" onClick={() => (data ? look(data.until) : void refetch())}>
          {words.again}
        </Button>
      }
    >
      <div className="flex min-h-24 flex-col gap-2 px-4 pb-4 sm:px-5" role="status">
        {error && !data && <ListFailure error={error} onRetry={() => void refetch()} />}
        {own.length === 0 ? (
          <p className="flex items-center gap-2 text-muted">
            <Hourglass />
            {words.waiting}
          </p>
        ) : (
          <ul className="flex flex-col gap-2">
            {own.map((arrival) => (
              <Line key={`${arrival.at} ${arrival.fault}`} arrival={arrival} />
            ))}
          </ul>
        )}
        {others.length > 0 && (
          <p className="text-small text-muted">
            {words.other} {others.map((one) => onboardingTexts.sources[one]).join(', ')}.
          </p>
        )}
        <p className="mt-auto text-small text-muted">
          {words.since} <Instant at={since} />
        </p>
      </div>
    </Panel>
  );
}
