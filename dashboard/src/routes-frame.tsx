import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { MissingPage, RoomFailure } from './components/failure.tsx';
import { Shell } from './components/shell.tsx';
import { paths } from './paths.ts';
import { sessionQuery } from './queries.ts';
import { loadRooms } from './rooms.ts';
import { readSelection, windowDefaults, withoutWindowDefaults } from './selection.ts';

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: MissingPage,
  errorComponent: RoomFailure,
});

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
    if (Object.keys(plain).length < Object.keys(search).length) throw redirect({ to: '.', search: plain, replace: true });
  },
});
