import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { FailurePanel } from '../../components/failure.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { changeOnboarding, loadSample, type Onboarding, type OnboardingChange } from '../../onboarding-api.ts';
import { followedQuery, onboardingQuery, sampleQuery } from '../../onboarding-queries.ts';
import { paths } from '../../paths.ts';
import { onboardingTexts as words } from '../../texts-onboarding.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { useOwnTenant } from '../tenants/tenant-queries.ts';
import { type Doing, GuideStep } from './guide-step.tsx';

const LINK = 'font-medium text-accent underline underline-offset-4';

function SamplePanel({ id }: { id: string }) {
  const queryClient = useQueryClient();
  const { data } = useQuery(sampleQuery(id));
  const loading = useMutation({
    mutationFn: () => loadSample(id),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  if (data?.state !== 'none') return null;
  return (
    <Panel id="sample" title={words.sample.title}>
      <div className="flex flex-col items-start gap-3 px-4 pb-5 sm:px-5">
        <p className="max-w-2xl text-muted">{words.sample.lead}</p>
        <Button onClick={() => loading.mutate()} disabled={loading.isPending}>
          {words.sample.load}
        </Button>
        {loading.isPending && <p role="status">{words.sample.loading}</p>}
        {loading.error && <FormProblem error={loading.error} rest={loading.error.message} />}
      </div>
    </Panel>
  );
}

function Finished({ onLeave }: { onLeave: (() => void) | undefined }) {
  const queryClient = useQueryClient();
  // What the overview had before is older than the credit.
  const leave = () => {
    void queryClient.invalidateQueries();
    onLeave?.();
  };
  return (
    <Notice live="status">
      <p className="font-semibold text-ink">{words.finished}</p>
      <p>{words.finishedHelp}</p>
      <p className="mt-1.5 flex flex-wrap gap-x-4">
        <Link to={paths.conversions} className={LINK}>
          {words.toConversions}
        </Link>
        <Link to={paths.overview} className={LINK} onClick={leave}>
          {words.toOverview}
        </Link>
      </p>
    </Notice>
  );
}

function Steps({ doing, onLeave }: { doing: Doing; onLeave: (() => void) | undefined }) {
  const { steps, state } = doing.onboarding;
  const [way, extra] = [steps.filter(({ isOptional }) => !isOptional), steps.filter(({ isOptional }) => isOptional)];
  const done = way.filter((one) => one.state === 'done').length;
  return (
    <>
      {state === 'done' && <Finished onLeave={onLeave} />}
      <Panel
        id="way"
        title={words.list}
        aside={
          <span className="flex items-center gap-3 text-small text-muted" role="status">
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" className="h-1.5 w-28 text-accent" aria-hidden="true">
              <rect width="100" height="6" className="fill-sunken" />
              <rect width={(100 * done) / way.length} height="6" fill="currentColor" />
            </svg>
            {words.progress(done, way.length)}
          </span>
        }
      >
        <ol>
          {way.map((step, place) => (
            <GuideStep key={step.step} step={step} place={place + 1} doing={doing} />
          ))}
        </ol>
      </Panel>
      <Panel id="extra" title={words.extra}>
        <ol>
          {extra.map((step, place) => (
            <GuideStep key={step.step} step={step} place={way.length + place + 1} doing={doing} />
          ))}
        </ol>
      </Panel>
    </>
  );
}

function Dismissal({ onboarding, change }: Pick<Doing, 'onboarding' | 'change'>) {
  if (onboarding.state === 'done') return null;
  if (onboarding.state === 'dismissed')
    return (
      <Notice>
        <p>{words.dismissed}</p>
        <Button look="quiet" onClick={() => change({ isDismissed: false })}>
          {words.bringBack}
        </Button>
      </Notice>
    );
  return (
    <div>
      <Button look="quiet" onClick={() => change({ isDismissed: true })}>
        {words.dismiss}
      </Button>
    </div>
  );
}

/** The steps to the first credited conversion, which find out by themselves that they are done. */
export function Guide({ onLeave }: { onLeave?: () => void }) {
  const queryClient = useQueryClient();
  const { id } = useOwnTenant();
  const mayChange = useMay('analyse');
  const guide = useQuery(followedQuery(id));
  const changing = useMutation({
    mutationFn: (change: OnboardingChange) => changeOnboarding(id, change),
    onSuccess: (changed) => queryClient.setQueryData<Onboarding>(onboardingQuery(id).queryKey, changed),
  });
  const { mutate } = changing;
  useEffect(() => {
    if (mayChange) mutate({ hasLooked: true });
  }, [mayChange, mutate]);
  const refresh = () => void guide.refetch();
  return (
    <>
      {changing.error && <FormProblem error={changing.error} rest={changing.error.message} />}
      {guide.error && !guide.data && <FailurePanel error={guide.error} onRetry={() => void guide.refetch()} />}
      {guide.data ? (
        <>
          <Steps doing={{ onboarding: guide.data, mayChange, change: mutate, refresh }} onLeave={onLeave} />
          {mayChange && guide.data.state !== 'done' && <SamplePanel id={id} />}
          {mayChange && <Dismissal onboarding={guide.data} change={mutate} />}
        </>
      ) : (
        !guide.error && (
          <Panel id="way" title={words.list}>
            <SkeletonLines count={10} label={texts.loading} />
          </Panel>
        )
      )}
    </>
  );
}

/** The guide as a room of its own. */
export function GuideRoom() {
  const mayChange = useMay('analyse');
  return (
    <>
      <RoomHead title={words.room}>{mayChange ? words.lead : words.readOnly}</RoomHead>
      <Guide />
    </>
  );
}
