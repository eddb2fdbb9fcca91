import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';

/** Which versions of a model are held side by side. */
interface VersionChoice {
  earlier?: number;
  later?: number;
}

const versionIn = (text: unknown) => (/^[1-9]\d{0,3}$/.test(String(text)) ? Number(text) : undefined);

const frameRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.models,
  component: lazyRouteComponent(rooms.modelsFrame, 'ModelsFrame'),
});

const modelsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  component: lazyRouteComponent(rooms.models, 'ModelsRoom'),
});

const ownModelRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: 'own/$key',
  validateSearch: ({ earlier, later }: Record<string, unknown>): VersionChoice => ({
    earlier: versionIn(earlier),
    later: versionIn(later),
  }),
  component: lazyRouteComponent(rooms.ownModel, 'OwnModelRoom'),
});

const runsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: 'runs',
  component: lazyRouteComponent(rooms.runs, 'RunsRoom'),
});

const runRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: 'runs/$id',
  validateSearch: ({ other }: Record<string, unknown>): { other?: string } => ({
    other: typeof other === 'string' && /^[0-9a-f-]{36}$/.test(other) ? other : undefined,
  }),
  component: lazyRouteComponent(rooms.run, 'RunRoom'),
});

const fitsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: 'fits',
  component: lazyRouteComponent(rooms.fits, 'FitsRoom'),
});

const fitRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: 'fits/$id',
  component: lazyRouteComponent(rooms.fit, 'FitRoom'),
});

const validationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: 'validations',
  component: lazyRouteComponent(rooms.validations, 'ValidationsRoom'),
});

const validationRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: 'validations/$id',
  component: lazyRouteComponent(rooms.validation, 'ValidationRoom'),
});

/** The rooms of models. */
export const modelsTree = frameRoute.addChildren([
  modelsRoute,
  ownModelRoute,
  runsRoute,
  runRoute,
  fitsRoute,
  fitRoute,
  validationsRoute,
  validationRoute,
]);
