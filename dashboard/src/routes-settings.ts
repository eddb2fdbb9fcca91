import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { paths } from './paths.ts';
import { rooms } from './rooms.ts';
import { signedInRoute } from './routes-frame.tsx';

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: paths.settings,
  component: lazyRouteComponent(rooms.settingsFrame, 'SettingsFrame'),
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
  component: lazyRouteComponent(rooms.general, 'General'),
});

const usageRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'usage',
  component: lazyRouteComponent(rooms.usage, 'Usage'),
});

const membersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'members',
  component: lazyRouteComponent(rooms.members, 'Members'),
});

const apiKeysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'keys',
  component: lazyRouteComponent(rooms.apiKeys, 'ApiKeys'),
});

const serviceAccountsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'service-accounts',
  component: lazyRouteComponent(rooms.serviceAccounts, 'ServiceAccounts'),
});

const sharingRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sharing',
  component: lazyRouteComponent(rooms.sharing, 'Sharing'),
});

const shareReportRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sharing/$id',
  component: lazyRouteComponent(rooms.shareReport, 'ShareReportRoom'),
});

const auditLogRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit-log',
  component: lazyRouteComponent(rooms.auditLog, 'AuditLog'),
});

const securityEventsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'events',
  component: lazyRouteComponent(rooms.securityEvents, 'SecurityEvents'),
});

const webhooksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'webhooks',
  component: lazyRouteComponent(rooms.webhooks, 'Webhooks'),
});

const aiProvidersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'ai',
  component: lazyRouteComponent(rooms.aiProviders, 'AiProviderRoom'),
});

const applicationsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'applications',
  component: lazyRouteComponent(rooms.applications, 'Applications'),
});

const singleSignOnRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sign-on',
  component: lazyRouteComponent(rooms.singleSignOn, 'SingleSignOn'),
});

const privacyRequestsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'privacy',
  component: lazyRouteComponent(rooms.privacyRequests, 'PrivacyRequests'),
});

const privacyRequestRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'privacy/$id',
  component: lazyRouteComponent(rooms.privacyRequest, 'PrivacyRequestRoom'),
});

/** The settings, with every page of theirs. */
export const settingsTree = settingsRoute.addChildren([
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
  aiProvidersRoute,
]);
