import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { paths } from './paths.ts';
import type { TenantFilter } from './platform-api.ts';
import { rootRoute } from './routes-frame.tsx';

const platformRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.platform,
  component: lazyRouteComponent(() => import('./pages/platform/platform-frame.tsx'), 'PlatformFrame'),
});

const firstRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.platformCosts });
  },
});

const costsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'costs',
  component: lazyRouteComponent(() => import('./pages/platform/costs.tsx'), 'PlatformCosts'),
});

const invoicesRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'invoices',
  component: lazyRouteComponent(() => import('./pages/platform/invoices.tsx'), 'PlatformInvoices'),
});

const invoiceRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'invoices/$id',
  component: lazyRouteComponent(() => import('./pages/platform/invoice.tsx'), 'PlatformInvoice'),
});

const onboardingRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'first-steps',
  component: lazyRouteComponent(() => import('./pages/platform/onboarding.tsx'), 'PlatformOnboarding'),
});

const TENANT_STATES = ['active', 'suspended', 'closed'] as const;
const TIERS = ['free', 'starter', 'professional', 'enterprise'] as const;

const tenantsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'tenants',
  validateSearch: ({ search, state, tier }: Record<string, unknown>): TenantFilter => ({
    search: typeof search === 'string' && search !== '' ? search : undefined,
    state: TENANT_STATES.find((one) => one === state),
    tier: TIERS.find((one) => one === tier),
  }),
  component: lazyRouteComponent(() => import('./pages/platform/tenants.tsx'), 'PlatformTenants'),
});

const tenantRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'tenants/$id',
  component: lazyRouteComponent(() => import('./pages/platform/tenant.tsx'), 'PlatformTenant'),
});

const flagsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'flags',
  component: lazyRouteComponent(() => import('./pages/platform/tier-flags.tsx'), 'PlatformFlags'),
});

const logRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'audit-log',
  component: lazyRouteComponent(() => import('./pages/platform/platform-log.tsx'), 'PlatformLog'),
});

const pricesRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: 'tenants/$id/prices',
  component: lazyRouteComponent(() => import('./pages/platform/tenant-prices.tsx'), 'PlatformPrices'),
});

/** The rooms of whoever runs the installation: they know operators alone, and no session of a tenant. */
export const platformTree = platformRoute.addChildren([
  firstRoute,
  tenantsRoute,
  tenantRoute,
  pricesRoute,
  flagsRoute,
  costsRoute,
  invoicesRoute,
  invoiceRoute,
  onboardingRoute,
  logRoute,
]);
