import { parse as parseQuery } from 'node:querystring';
import type { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyRequest, LogController } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { aiRoutes } from '../ai/routes.ts';
import { explanationPageRoutes } from '../attribution/explanation-links/routes.ts';
import { reportPageRoutes } from '../attribution/report-links/routes.ts';
import { stopPageRoutes } from '../attribution/report-schedules/routes.ts';
import { providerTestRoutes } from '../ai/provider-tests/routes.ts';
import { aiProviderRoutes } from '../ai/providers/routes.ts';
import { attributionRoutes } from '../attribution/routes.ts';
import { bookingRoutes } from '../catalog/routes.ts';
import { tenantAllocationRoutes } from '../cost/tenant-allocations/routes.ts';
import { operatorPriceRoutes } from '../cost/prices/routes.ts';
import { platformCostRoutes } from '../cost/reports/routes.ts';
import { costRoutes } from '../cost/routes.ts';
import { episodeRoutes } from '../catalog/episodes/routes.ts';
import { feedRoutes } from '../catalog/feeds/routes.ts';
import { showRoutes } from '../catalog/shows/routes.ts';
import { limitRoutes } from '../metering/limits/routes.ts';
import { reservationRoutes } from '../metering/reservations/routes.ts';
import { usageRoutes } from '../metering/usage/routes.ts';
import { newId } from '../platform/chance.ts';
import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { compileCheck } from '../platform/schema-faults.ts';
import { acceptanceRoutes } from '../security/acceptances/routes.ts';
import { accountRoutes } from '../security/accounts/routes.ts';
import { adapterRoutes } from '../integrations/adapters/routes.ts';
import { beaconRoutes } from '../tracking/beacons/routes.ts';
import { downloadDayRoutes } from '../tracking/downloaddays/routes.ts';
import { hostEpisodeRoutes } from '../integrations/hostepisodes/routes.ts';
import { onboardingRoutes, platformOnboardingRoutes } from '../integrations/onboarding/routes.ts';
import { sampleRoutes } from '../integrations/samples/routes.ts';
import { surveyRoutes } from '../tracking/surveys/routes.ts';
import { arrivalRoutes } from '../tracking/arrivals/routes.ts';
import { tagRoutes } from '../tracking/tags/routes.ts';
import { privacyRequestRoutes } from '../privacy/requests/routes.ts';
import { administrationRoutes } from '../security/administration/routes.ts';
import { operatorRoutes } from '../security/operators/routes.ts';
import { apiKeyRoutes } from '../security/apikeys/routes.ts';
import { enrolmentRoutes } from '../security/enrolment/routes.ts';
import { passwordRoutes } from '../security/passwords/routes.ts';
import { peopleRoutes } from '../security/people/routes.ts';
import { invitationRoutes } from '../security/invitations/routes.ts';
import { memberRoutes } from '../security/members/routes.ts';
import { memberSessionRoutes } from '../security/membersessions/routes.ts';
import { membershipRoutes } from '../security/memberships/routes.ts';
import { serviceAccountRoutes } from '../security/serviceaccounts/routes.ts';
import { auditRoutes } from '../security/audit/routes.ts';
import { webhookRoutes } from '../security/webhooks/routes.ts';
import { eventRoutes } from '../security/events/routes.ts';
import { checkpointRoutes } from '../security/checkpoints/routes.ts';
import { oauthClientRoutes } from '../security/oauthclients/routes.ts';
import { oauthConsentRoutes } from '../security/oauthconsents/routes.ts';
import type { OperatorProvider } from '../security/sso/service.ts';
import { ssoConnectionRoutes } from '../security/ssoconnections/routes.ts';
import { sessionRoutes } from '../security/sessions/routes.ts';
import { signInRoutes } from '../security/sign-in/routes.ts';
import { tenantsRoutes } from '../tenants/routes.ts';
import { conversionRoutes } from '../tracking/conversions/routes.ts';
import type { PublicRequestTakers } from '../tracking/edge/schema.ts';
import type { Edge } from '../tracking/edge/service.ts';
import { upstreamRoutes } from '../tracking/upstream/routes.ts';
import { hostFigureRoutes } from '../tracking/hostfigures/routes.ts';
import { pacingRoutes } from '../tracking/pacing/routes.ts';
import { deliveryRoutes, hookRoutes } from '../integrations/hooks/routes.ts';
import { intakeRoutes } from '../tracking/intake/routes.ts';
import { listRoutes } from '../tracking/lists/routes.ts';
import { refundRoutes } from '../tracking/refunds/routes.ts';
import { requestListRoutes } from '../tracking/requestlist/routes.ts';
import { requestRoutes } from '../tracking/requests/routes.ts';
import { sourceRoutes } from '../tracking/sources/routes.ts';
import { importRoutes } from '../tracking/imports/routes.ts';
import { viewCountRoutes } from '../tracking/viewcounts/routes.ts';
import { BODY_LIMIT, limitBodies, readJsonBody, roomOf } from './body.ts';
import { checkAddress, type KnownRoutes, noteRoutes, refuseUnknown } from './addresses.ts';
import { addDashboard } from './dashboard.ts';
import { noteDenials } from './denials.ts';
import { addDoor } from './door.ts';
import { addOperatorDoor } from './operator-door.ts';
import { answerInTime } from './late-answers.ts';
import { noteConnections } from './listening.ts';
import { BARE_FIELDS, refuseMalformedHttp } from './malformed-http.ts';
import { addMetrics } from './metrics.ts';
import { addOpenApi } from './openapi.ts';
import { operationRoutes } from './operations.ts';
import { addOauth } from './oauth.ts';
import { answerProblem } from './problem.ts';
import { addRequestLog } from './request-log.ts';
import { holdToLimits } from './tenant-limits.ts';
import { countUsage } from './usage-count.ts';
import { addSiteTag } from './site-tag.ts';
import { traceRequests } from './traces.ts';
import { takeTurns } from './turns.ts';

export interface AppOptions {
  /** The demo tenant's key, when this installation has a demo that anyone may open. */
  demoKey?: string;
  /** Origins that browsers may call the API from; none by default. */
  corsOrigins?: string[];
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies?: string[];
  /** The folder of the built dashboard; without it only the API answers. */
  dashboardFolder?: string;
  /** True when the public address is https: cookies are then sent over https only. */
  secure?: boolean;
  /** The address that people and programs use; by default the one this process listens on. */
  publicUrl?: string | undefined;
  /** The operator's own identity provider, by which people may sign in. */
  operatorProvider?: OperatorProvider | undefined;
  /** What answers the public addresses of tracking; without it nothing does. */
  edge?: Edge | undefined;
  /** Who takes the public requests that redirectors hand over. */
  takers?: PublicRequestTakers | undefined;
}

/** A parameter that is there but empty, as forms send it, is one that was left out. */
function parseFilledQuery(text: string): Record<string, string | string[] | undefined> {
  return Object.fromEntries(Object.entries(parseQuery(text)).map(([name, value]) => [name, value === '' ? undefined : value]));
}

function createFastify(context: Context, options: AppOptions): App {
  const fastify = Fastify({
    loggerInstance: context.log,
    genReqId: newId,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustedProxies && options.trustedProxies.length > 0 ? options.trustedProxies : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 10_000,
    connectionTimeout: 20_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 10_000, maxHeaderSize: 16_384, connectionsCheckingInterval: 2_000 },
    routerOptions: { maxParamLength: 1_000, ignoreTrailingSlash: false, querystringParser: parseFilledQuery },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply.headers(BARE_FIELDS)),
    clientErrorHandler: refuseMalformedHttp,
  }).withTypeProvider<ZodTypeProvider>();
  noteConnections(fastify.server);
  fastify.setValidatorCompiler(compileCheck);
  fastify.setSerializerCompiler(serializerCompiler);
  fastify.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) => {
    // Nobody has said who they are at an address where there is nothing: what they send there is not read.
    if (request.is404) return undefined;
    return readJsonBody(payload, request.routeOptions.bodyLimit ?? BODY_LIMIT, { room: roomOf(request), awaitTurn: request.awaitTurn });
  });
  return fastify as unknown as App;
}

async function addSafety(app: App, options: AppOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: options.secure ? [] : null,
      },
    },
    strictTransportSecurity: options.secure === true,
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  await app.register(cors, {
    origin: options.corsOrigins ?? [],
    credentials: false,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    strictPreflight: false,
  });
  await app.register(cookie);
}

/** What holds for every route: one that names no parameters has none, and the document says which credentials it takes. */
function completeSchemas(api: App): void {
  api.addHook('onRoute', (route) => {
    const { public: isPublic, person: isOwn } = route.config ?? {};
    const security = isPublic === true ? [] : isOwn === true ? [{ session: [] }] : undefined;
    route.schema = { querystring: z.strictObject({}), ...route.schema, ...(security === undefined ? {} : { security }) };
  });
}

/** What usage costs, and what is asked of providers of AI, which costs too. */
function costedRoutes(api: App, context: Context): void {
  usageRoutes(api, context);
  limitRoutes(api, context);
  reservationRoutes(api, context);
  costRoutes(api, context);
  aiRoutes(api, context);
  aiProviderRoutes(api, context);
  providerTestRoutes(api, context);
}

function addCatalog(api: App, context: Context): void {
  bookingRoutes(api, context);
  showRoutes(api, context);
  feedRoutes(api, context);
  episodeRoutes(api, context);
}

function addIntake(api: App, context: Context): void {
  intakeRoutes(api, context);
  refundRoutes(api, context);
  importRoutes(api, context);
  requestRoutes(api, context);
  requestListRoutes(api, context);
  hostFigureRoutes(api, context);
  conversionRoutes(api, context);
}

function addApi(app: App, context: Context, { options, known }: { options: AppOptions; known: KnownRoutes }): void {
  void app.register(
    async (scope) => {
      const api = scope as unknown as App;
      const secure = options.secure === true;
      takeTurns(api);
      addDoor(api, context, { secure });
      noteDenials(api, context);
      countUsage(api, context);
      holdToLimits(api, context);
      completeSchemas(api);
      api.addHook('preValidation', async (request) => checkAddress(request));
      api.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
      addIntake(api, context);
      listRoutes(api, context);
      sourceRoutes(api, context);
      viewCountRoutes(api, context);
      deliveryRoutes(api, context);
      addCatalog(api, context);
      pacingRoutes(api, context);
      tenantsRoutes(api, context);
      apiKeyRoutes(api, context);
      serviceAccountRoutes(api, context);
      auditRoutes(api, context);
      eventRoutes(api, context);
      webhookRoutes(api, context);
      checkpointRoutes(api, context);
      oauthClientRoutes(api, context);
      oauthConsentRoutes(api, context);
      ssoConnectionRoutes(api, context);
      sessionRoutes(api, context, { demoKey: options.demoKey, hasProvider: options.operatorProvider !== undefined, secure });
      signInRoutes(api, context, { secure });
      peopleRoutes(api, context);
      accountRoutes(api, context);
      memberRoutes(api, context);
      memberSessionRoutes(api, context);
      invitationRoutes(api, context);
      acceptanceRoutes(api, context, { secure });
      membershipRoutes(api, context, { secure });
      passwordRoutes(api, context, { secure });
      enrolmentRoutes(api, context, { secure });
      attributionRoutes(api, context);
      costedRoutes(api, context);
      privacyRequestRoutes(api, context);
      tagRoutes(api, context);
      arrivalRoutes(api, context);
      downloadDayRoutes(api, context);
      hostEpisodeRoutes(api, context);
      surveyRoutes(api, context);
      onboardingRoutes(api, context);
      sampleRoutes(api, context);
      api.setNotFoundHandler((request, reply) => refuseUnknown(known, request, reply));
    },
    { prefix: '/api/v1' },
  );
}

/** The installation's administration, behind a door of its own. */
function addPlatform(app: App, context: Context, known: KnownRoutes): void {
  void app.register(
    async (scope) => {
      const api = scope as unknown as App;
      addOperatorDoor(api, context);
      api.addHook('onRoute', (route) => {
        const security = route.config?.public === true ? [] : [{ operator: [] }];
        route.schema = { querystring: z.strictObject({}), ...route.schema, security };
      });
      api.addHook('preValidation', async (request) => checkAddress(request));
      api.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
      operatorRoutes(api, context);
      administrationRoutes(api, context);
      operatorPriceRoutes(api, context);
      platformCostRoutes(api, context);
      tenantAllocationRoutes(api, context);
      platformOnboardingRoutes(api, context);
      api.setNotFoundHandler((request, reply) => refuseUnknown(known, request, reply));
    },
    { prefix: '/api/v1/platform' },
  );
}

/** The whole HTTP application over a context; `listen` or `inject` is up to the caller. */
export async function buildApp(context: Context, options: AppOptions = {}): Promise<App> {
  const app = createFastify(context, options);
  traceRequests(app);
  answerInTime(app);
  limitBodies(app);
  const known = noteRoutes(app);
  await addSafety(app, options);
  await addOpenApi(app, { secure: options.secure === true });
  addMetrics(app, context, options.edge);
  addRequestLog(app);
  operationRoutes(app, context);
  addSiteTag(app);
  if (options.edge) upstreamRoutes(app, context, { snapshots: options.edge.snapshots, takers: options.takers ?? {} });
  beaconRoutes(app, context, options.edge);
  adapterRoutes(app, context, options.edge);
  addApi(app, context, { options, known });
  addOauth(app, context, options);
  addPlatform(app, context, known);
  hookRoutes(app, context, options.edge);
  explanationPageRoutes(app, context);
  reportPageRoutes(app, context);
  stopPageRoutes(app, context);
  await addDashboard(app, known, options.dashboardFolder);
  await app.ready();
  return app;
}

/** The HTTP application of a process that answers nobody: whether it lives, whether it can work, and what it measures. */
export async function buildProbes(context: Context, options: Pick<AppOptions, 'trustedProxies'>): Promise<App> {
  const app = createFastify(context, options);
  traceRequests(app);
  const known = noteRoutes(app);
  await addSafety(app, options);
  addMetrics(app, context, undefined);
  addRequestLog(app);
  operationRoutes(app, context);
  app.setNotFoundHandler((request, reply) => refuseUnknown(known, request, reply));
  await app.ready();
  return app;
}
