import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { MissingPage, RoomFailure } from './components/failure.tsx';
import { Shell } from './components/shell.tsx';
import { paths } from './paths.ts';
import { sessionQuery } from './queries.ts';
import { readSearch, readSelection, windowDefaults, withoutWindowDefaults, writeSearch } from './selection.ts';

const overviewRoom = () => import('./pages/attribution/overview.tsx');
const compareRoom = () => import('./pages/attribution/compare.tsx');
const conversionsRoom = () => import('./pages/tracking/conversions.tsx');
const settingsFrame = () => import('./pages/tenants/settings-frame.tsx');
const generalRoom = () => import('./pages/tenants/general.tsx');
const usageRoom = () => import('./pages/tenants/usage.tsx');
const membersRoom = () => import('./pages/tenants/members.tsx');
const apiKeysRoom = () => import('./pages/tenants/api-keys.tsx');
const serviceAccountsRoom = () => import('./pages/tenants/service-accounts.tsx');
const auditLogRoom = () => import('./pages/security/audit-log.tsx');
const securityEventsRoom = () => import('./pages/security/events.tsx');
const webhooksRoom = () => import('./pages/security/webhooks.tsx');
const sharingRoom = () => import('./pages/tenants/sharing.tsx');
const shareReportRoom = () => import('./pages/tenants/share-report.tsx');
const applicationsRoom = () => import('./pages/security/applications.tsx');
const singleSignOnRoom = () => import('./pages/security/sso.tsx');
const privacyRequestsRoom = () => import('./pages/privacy/requests.tsx');
const privacyRequestRoom = () => import('./pages/privacy/request.tsx');
const accountRoom = () => import('./pages/security/account.tsx');
const conversionRoom = () => import('./pages/attribution/conversion.tsx');

/** Fetches every room ahead, so that each opens at once, and says what is wrong itself when the server is away. */
function loadRooms(): void {
  const settings = [
    settingsFrame(),
    generalRoom(),
    usageRoom(),
    membersRoom(),
    apiKeysRoom(),
    serviceAccountsRoom(),
    sharingRoom(),
    shareReportRoom(),
  ];
  const watching = [auditLogRoom(), securityEventsRoom(), webhooksRoom()];
  const trust = [applicationsRoom(), singleSignOnRoom(), privacyRequestsRoom(), privacyRequestRoom()];
  void Promise.allSettled([
    overviewRoom(),
    compareRoom(),
    conversionsRoom(),
    conversionRoom(),
    ...settings,
    ...watching,
    ...trust,
    accountRoom(),
  ]);
}

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: MissingPage,
  errorComponent: RoomFailure,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.signIn,
  validateSearch: (search: Record<string, unknown>): { next?: string } => (typeof search.next === 'string' ? { next: search.next } : {}),
  component: lazyRouteComponent(() => import('./pages/security/sign-in.tsx'), 'SignIn'),
});

const signedInRoute = createRoute({
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

const forgottenPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.forgottenPassword,
  component: lazyRouteComponent(() => import('./pages/security/forgotten-password.tsx'), 'ForgottenPassword'),
});

const choosePasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.choosePassword,
  component: lazyRouteComponent(() => import('./pages/security/choose-password.tsx'), 'ChoosePassword'),
});

const verifyEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.verifyEmail,
  component: lazyRouteComponent(() => import('./pages/security/verify-email.tsx'), 'VerifyEmail'),
});

const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.account,
  component: lazyRouteComponent(accountRoom, 'Account'),
});

const overviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.overview,
  component: lazyRouteComponent(overviewRoom, 'Overview'),
});

const compareRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.compare,
  component: lazyRouteComponent(compareRoom, 'Compare'),
});

const conversionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.conversions,
  component: lazyRouteComponent(conversionsRoom, 'Conversions'),
});

const conversionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.conversion,
  component: lazyRouteComponent(conversionRoom, 'ConversionRoom'),
});

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.settings,
  component: lazyRouteComponent(settingsFrame, 'SettingsFrame'),
});

const settingsStart = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: paths.general });
  },
});

const generalRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'general',
  component: lazyRouteComponent(generalRoom, 'General'),
});

const usageRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'usage',
  component: lazyRouteComponent(usageRoom, 'Usage'),
});

const membersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'members',
  component: lazyRouteComponent(membersRoom, 'Members'),
});

const apiKeysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'keys',
  component: lazyRouteComponent(apiKeysRoom, 'ApiKeys'),
});

const serviceAccountsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'service-accounts',
  component: lazyRouteComponent(serviceAccountsRoom, 'ServiceAccounts'),
});

const sharingRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sharing',
  component: lazyRouteComponent(sharingRoom, 'Sharing'),
});

const shareReportRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sharing/$id',
  component: lazyRouteComponent(shareReportRoom, 'ShareReportRoom'),
});

const auditLogRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit-log',
  component: lazyRouteComponent(auditLogRoom, 'AuditLog'),
});

const securityEventsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'events',
  component: lazyRouteComponent(securityEventsRoom, 'SecurityEvents'),
});

const webhooksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'webhooks',
  component: lazyRouteComponent(webhooksRoom, 'Webhooks'),
});

const applicationsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'applications',
  component: lazyRouteComponent(applicationsRoom, 'Applications'),
});

const singleSignOnRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sign-on',
  component: lazyRouteComponent(singleSignOnRoom, 'SingleSignOn'),
});

const privacyRequestsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'privacy',
  component: lazyRouteComponent(privacyRequestsRoom, 'PrivacyRequests'),
});

const privacyRequestRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'privacy/$id',
  component: lazyRouteComponent(privacyRequestRoom, 'PrivacyRequestRoom'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.invitation,
  component: lazyRouteComponent(() => import('./pages/tenants/invitation.tsx'), 'InvitationRoom'),
});

const settingsTree = settingsRoute.addChildren([
  settingsStart,
  generalRoute,
  usageRoute,
  membersRoute,
  apiKeysRoute,
  serviceAccountsRoute,
  applicationsRoute,
  singleSignOnRoute,
  privacyRequestsRoute,
  privacyRequestRoute,
  sharingRoute,
  shareReportRoute,
  auditLogRoute,
  securityEventsRoute,
  webhooksRoute,
]);

const routeTree = rootRoute.addChildren([
  signInRoute,
  forgottenPasswordRoute,
  choosePasswordRoute,
  verifyEmailRoute,
  invitationRoute,
  signedInRoute.addChildren([overviewRoute, compareRoute, conversionsRoute, conversionRoute, accountRoute, settingsTree]),
]);

/** The rooms and their addresses. Every room but sign-in needs a session and keeps its selection in the address. */
export function createDashboardRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
