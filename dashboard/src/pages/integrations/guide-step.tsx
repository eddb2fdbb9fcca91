import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Instant } from '../../components/amount.tsx';
import type { Onboarding, OnboardingChange, OnboardingStep, Profile } from '../../onboarding-api.ts';
import { paths } from '../../paths.ts';
import { onboardingTexts as words } from '../../texts-onboarding.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/icons.tsx';
import { FirstEntry } from './guide-forms.tsx';
import type { SetUpSource } from './set-up-sources.ts';

const PROFILES = ['podcaster', 'network', 'agency', 'advertiser'] as const satisfies readonly Profile[];
const LINK =
  'inline-flex min-h-9 items-center self-start rounded-control border border-line-strong bg-surface px-3.5 text-body ' +
  'font-medium text-ink hover:border-accent hover:text-accent-strong';

/** What a step needs to be done here. */
export interface Doing {
  onboarding: Onboarding;
  mayChange: boolean;
  change: (change: OnboardingChange) => void;
  refresh: () => void;
}

function SourceLinks({ sources }: { sources: readonly SetUpSource[] }) {
  return (
    <p className="flex flex-wrap gap-2">
      {sources.map((source) => (
        <Link key={source} to={paths.setUp} search={{ source }} className={LINK} aria-label={words.setUp(words.sources[source])}>
          {words.sources[source]}
        </Link>
      ))}
    </p>
  );
}

function ProfileChoice({ onboarding, change }: Doing) {
  return (
    <div role="group" aria-label={words.profileLegend} className="flex flex-wrap gap-2">
      {PROFILES.map((profile) => (
        <Button key={profile} aria-pressed={onboarding.profile === profile} onClick={() => change({ profile })}>
          {words.profiles[profile]}
        </Button>
      ))}
    </div>
  );
}

function Waiting() {
  return (
    <p className="flex items-center gap-2 text-small text-muted">
      <span aria-hidden="true" className="size-2 rounded-full bg-accent motion-safe:animate-pulse" />
      {words.waiting}
    </p>
  );
}

function Action({ step, doing }: { step: OnboardingStep['step']; doing: Doing }): ReactNode {
  const { profile } = doing.onboarding;
  switch (step) {
    case 'profile':
      return <ProfileChoice {...doing} />;
    case 'catalog':
      return <FirstEntry profile={profile} onAdded={doing.refresh} />;
    case 'tracking':
      return <SourceLinks sources={words.advice[profile ?? 'advertiser']} />;
    case 'touchpoint':
      return (
        <>
          <SourceLinks sources={words.touchpointAdvice} />
          <Waiting />
        </>
      );
    case 'conversion':
      return (
        <>
          <SourceLinks sources={words.conversionAdvice} />
          <Waiting />
        </>
      );
    case 'credit':
      return <Waiting />;
    case 'spend':
      return (
        <Link to={paths.campaigns} className={LINK}>
          {words.toSpend}
        </Link>
      );
    default:
      return (
        <Link to={paths.members} className={LINK}>
          {words.toMembers}
        </Link>
      );
  }
}

const MARKS = {
  done: 'border-accent bg-accent text-on-accent',
  next: 'border-accent text-accent-strong',
  open: 'border-line-strong text-muted',
  skipped: 'border-line text-muted',
};

/** A step: what it is, why, what to do, and whether it is done. The next one is open. */
export function GuideStep({ step, place, doing }: { step: OnboardingStep; place: number; doing: Doing }) {
  const { title, why } = words.steps[step.step];
  const isNext = doing.onboarding.stoppedAt === step.step || (step.isOptional && step.state === 'open');
  const state = isNext && !step.isOptional ? 'next' : step.state;
  return (
    <li className="flex gap-3.5 border-t border-line px-4 py-4 sm:px-5" aria-current={state === 'next' ? 'step' : undefined}>
      <span
        aria-hidden="true"
        className={`flex size-7 shrink-0 items-center justify-center rounded-full border text-small font-semibold ${MARKS[state]}`}
      >
        {state === 'done' ? <Check /> : place}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h3 className={`text-body font-semibold ${state === 'skipped' ? 'text-muted line-through' : ''}`}>{title}</h3>
          <span className="text-small text-muted">
            {words.states[state]}
            {step.doneAt !== null && (
              <>
                {' · '}
                <Instant at={step.doneAt} />
              </>
            )}
          </span>
        </div>
        {state !== 'done' && <p className="max-w-2xl text-muted">{why}</p>}
        {isNext && doing.mayChange && <Action step={step.step} doing={doing} />}
        {doing.mayChange && isNext && step.step !== 'credit' && (
          <div>
            <Button look="quiet" aria-label={words.skipWho(title)} onClick={() => doing.change({ skip: [step.step] })}>
              {words.skip}
            </Button>
          </div>
        )}
        {doing.mayChange && step.state === 'skipped' && (
          <div>
            <Button look="quiet" aria-label={words.resumeWho(title)} onClick={() => doing.change({ resume: [step.step] })}>
              {words.resume}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}
