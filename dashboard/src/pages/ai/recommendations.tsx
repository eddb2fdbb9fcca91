import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailurePanel } from '../../components/failure.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount } from '../../format.ts';
import {
  getRecommendationLook,
  listRecommendations,
  type Recommendation,
  type RecommendationLook,
  refreshRecommendations,
} from '../../recommendations-api.ts';
import { recommendationTexts as words } from '../../texts-recommendations.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Said } from '../tenants/said.tsx';
import { RecommendationCard } from './recommendation-card.tsx';

const RECOMMENDATIONS = ['recommendations'] as const;

const roomQuery = queryOptions({
  queryKey: RECOMMENDATIONS,
  queryFn: async ({ signal }) => ({ items: await listRecommendations(signal), look: await getRecommendationLook(signal) }),
});

const day = (instant: string) => instant.slice(0, 10);

/** When figures were looked at, and why nothing is said of some kinds; nothing before the first time. */
function Look({ look: { lookedAt, period, conversions, silences } }: { look: RecommendationLook }) {
  if (lookedAt === null || period === null) return null;
  return (
    <Panel id="why" title={words.why}>
      <p className="px-4 pb-3 text-muted sm:px-5">
        {words.lookedAt} <Instant at={lookedAt} /> · {words.rests(formatCount(conversions ?? 0), day(period.from), day(period.to))}
      </p>
      <dl className="flex flex-col gap-2 px-4 pb-4 sm:px-5">
        {silences.map(({ kind, because }) => (
          <div key={kind} className="grid gap-x-4 sm:grid-cols-[10rem_1fr]">
            <dt className="font-medium">{words.kinds[kind]}</dt>
            <dd className="max-w-3xl text-muted">{because}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function LookNow({ onLooked }: { onLooked: () => void }) {
  const looking = useMutation({ mutationFn: refreshRecommendations, onSuccess: onLooked });
  return (
    <div className="flex flex-col items-end gap-2">
      <Button disabled={looking.isPending} onClick={() => looking.mutate()}>
        {looking.isPending ? words.looking : words.look}
      </Button>
      {looking.error && (
        <p role="alert" className="text-small font-medium text-danger">
          {looking.error.message}
        </p>
      )}
    </div>
  );
}

interface CardsProps {
  title: string;
  id: string;
  items: readonly Recommendation[];
  onDecided: (status: 'open' | 'dismissed' | 'done') => void;
}

function Cards({ title, id, items, onDecided }: CardsProps) {
  const mayDecide = useMay('analyse');
  if (items.length === 0) return null;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="text-lead font-semibold">
        {title} <span className="font-normal text-muted">{formatCount(items.length)}</span>
      </h2>
      {items.map((one) => (
        <RecommendationCard key={one.id} of={one} mayDecide={mayDecide} onDecided={onDecided} />
      ))}
    </section>
  );
}

/** What should be done, as cards, and why nothing is said of the rest. */
export function Recommendations() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(roomQuery);
  const mayDecide = useMay('analyse');
  const [said, say] = useState('');
  const renew = () => void queryClient.invalidateQueries({ queryKey: RECOMMENDATIONS });
  const tell = (status: keyof typeof words.said) => {
    say(words.said[status]);
    renew();
  };
  const open = data?.items.filter(({ status }) => status === 'open') ?? [];
  const others = data?.items.filter(({ status }) => status !== 'open') ?? [];
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <RoomHead title={words.room}>{words.lead}</RoomHead>
        {mayDecide && <LookNow onLooked={renew} />}
      </div>
      <Said text={said} />
      {!data && error && <FailurePanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonLines count={4} label={texts.loading} />}
      {data && open.length === 0 && (
        <div className="rounded-panel border border-line bg-surface">
          {data.look.lookedAt === null ? (
            <Empty title={words.unlooked} help={words.unlookedHelp} />
          ) : (
            <Empty title={words.none} help={words.noneHelp} />
          )}
        </div>
      )}
      <Cards id="open" title={words.open} items={open} onDecided={tell} />
      {data && <Look look={data.look} />}
      <Cards id="decided" title={words.decided} items={others} onDecided={tell} />
    </>
  );
}
