import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Report } from '../../api.ts';
import { useSelection } from '../../components/filters.tsx';
import { onboardingQuery, sampleQuery } from '../../onboarding-queries.ts';
import { paths } from '../../paths.ts';
import { sessionQuery } from '../../queries.ts';
import { rooms } from '../../rooms.ts';
import { onboardingTexts } from '../../texts-onboarding.ts';
import { texts } from '../../texts.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';

const Guide = lazy(async () => ({ default: (await rooms.guide()).Guide }));

function Coming() {
  return (
    <Panel id="way" title={onboardingTexts.list}>
      <SkeletonLines count={10} label={texts.loading} />
    </Panel>
  );
}

/**
 * Whether the guide stands in place of figures: from when there are none of a tenant that never had credit, until whoever follows it
 * leaves, puts it away or loads sample data. Figures that come meanwhile do not take it from their eyes.
 */
export function useLead(report: Report | undefined): { isLed: boolean; leave: () => void } {
  const [{ days, from, to, kinds, currency }] = useSelection();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [isLed, lead] = useState(false);
  const id = session.tenant?.id ?? '';
  const enabled = id !== '';
  const guide = useQuery({ ...onboardingQuery(id), enabled }).data;
  const sample = useQuery({ ...sampleQuery(id), enabled }).data;
  const isNarrowed = Boolean(days ?? from ?? to ?? kinds ?? currency);
  const isEmpty = report?.totals.conversions === 0 && report.otherCurrencies.length === 0;
  if (!isLed && !isNarrowed && isEmpty && guide?.isShown === true) lead(true);
  return { isLed: isLed && guide?.state !== 'dismissed' && sample?.state === 'none', leave: () => lead(false) };
}

/** The guide, where the overview has no figures. */
export function Lead({ onLeave }: { onLeave: () => void }) {
  return (
    <Suspense fallback={<Coming />}>
      <Guide onLeave={onLeave} />
    </Suspense>
  );
}

/** Above figures of a tenant that has no credit of its own yet: the way back to the guide. */
export function Unfinished() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const id = session.tenant?.id ?? '';
  const guide = useQuery({ ...onboardingQuery(id), enabled: id !== '' });
  if (guide.data?.isShown !== true) return null;
  return (
    <Notice>
      {onboardingTexts.unfinished}{' '}
      <Link to={paths.guide} className="font-medium text-accent underline underline-offset-4">
        {onboardingTexts.goOn}
      </Link>
    </Notice>
  );
}
