import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';

/** The room of what is used. */
export const costRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.cost,
  component: lazyRouteComponent(rooms.costUsage, 'CostUsage'),
});
