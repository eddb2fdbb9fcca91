import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';

const dataRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.data,
  component: lazyRouteComponent(rooms.dataFrame, 'DataFrame'),
});

const dataStart = createRoute({
  getParentRoute: () => dataRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.dataImport });
  },
});

const importRoute = createRoute({
  getParentRoute: () => dataRoute,
  path: 'import',
  component: lazyRouteComponent(rooms.dataImport, 'ImportRoom'),
});

const exportsRoute = createRoute({
  getParentRoute: () => dataRoute,
  path: 'exports',
  component: lazyRouteComponent(rooms.dataExports, 'ExportsRoom'),
});

/** What comes in and goes out as files, with every page of it. */
export const dataTree = dataRoute.addChildren([dataStart, importRoute, exportsRoute]);
