import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { type getSession, MODELS } from './api.ts';
import { MissingPage, RoomFailure } from './components/failure.tsx';
import { Shell } from './components/shell.tsx';
import { onboardingQuery, sampleQuery } from './onboarding-queries.ts';
import { paths } from './paths.ts';
import { modelListQuery, modelVersionsQuery, sessionQuery } from './queries.ts';
import { loadRooms } from './rooms.ts';
import { readSelection, windowDefaults, withoutWindowDefaults } from './selection.ts';

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: MissingPage,
  errorComponent: RoomFailure,
});

/** Reads what own models fix before a room asks for figures under them; where that cannot be read, the API says of the figures why. */
async function readOwnModels(queryClient: QueryClient, references: readonly (string | null | undefined)[]): Promise<void> {
  const own = references.filter((one) => one !== undefined && one !== null && !MODELS.some((name) => name === one)).map(String);
  if (own.length === 0) return;
  const versioned = [...new Set(own.filter((one) => one.includes('@')).map((one) => one.split('@')[0]))];
  await Promise.allSettled([
    queryClient.query({ ...modelListQuery, staleTime: 'static' }),
    ...versioned.map((name) => queryClient.query({ ...modelVersionsQuery(name), staleTime: 'static' })),
  ]);
}

/** Reads whether figures hold sample data, and how far the tenant is, so that what says so is there when the figures are. */
async function readFirstSteps(queryClient: QueryClient, { tenant, scopes }: Awaited<ReturnType<typeof getSession>>): Promise<void> {
  if (tenant === null || !scopes.includes('read')) return;
  await Promise.allSettled([
    queryClient.query({ ...sampleQuery(tenant.id), staleTime: 'static' }),
    queryClient.query({ ...onboardingQuery(tenant.id), staleTime: 'static' }),
  ]);
}

/** What every room that needs a session stands in. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  validateSearch: readSelection,
  component: Shell,
  onEnter: loadRooms,
  beforeLoad: async ({ context, location, search }) => {
    const session = await context.queryClient.query({ ...sessionQuery, staleTime: 'static' });
    if (!session.signedIn)
      throw redirect({ to: paths.signIn, search: { next: location.href === paths.overview ? undefined : location.href } });
    if (session.needs !== null && location.pathname !== paths.account) throw redirect({ to: paths.account, search: {} });
    const plain = withoutWindowDefaults(search, windowDefaults(session.tenant));
    await Promise.all([
      readFirstSteps(context.queryClient, session),
      readOwnModels(context.queryClient, [search.model ?? session.tenant?.defaultModel, ...(search.models ?? [])]),
    ]);
    if (Object.keys(plain).length < Object.keys(search).length) throw redirect({ to: '.', search: plain, replace: true });
  },
});
