import { queryOptions } from '@tanstack/react-query';
import { getOnboarding, getSample } from './onboarding-api.ts';

/** How often the guide asks whether something has arrived, while it is looked at. */
const POLL_MS = 3_000;

export const onboardingQuery = (id: string) =>
  queryOptions({ queryKey: ['onboarding', id], queryFn: ({ signal }) => getOnboarding(id, signal), staleTime: 10_000 });

/** The same, asked again and again until the first conversion is credited. */
export const followedQuery = (id: string) =>
  queryOptions({
    ...onboardingQuery(id),
    refetchInterval: (query) => (query.state.data?.state === 'done' ? false : POLL_MS),
  });

export const sampleQuery = (id: string) =>
  queryOptions({
    queryKey: ['sample', id],
    queryFn: ({ signal }) => getSample(id, signal),
    staleTime: 60_000,
    refetchInterval: (query) => (['loading', 'removing'].includes(query.state.data?.state ?? 'none') ? POLL_MS : false),
  });
