import pg from 'pg';
import { ProviderDetails } from '../src/ai/providers/schema.ts';
import { putProvider } from '../src/ai/providers/service.ts';
import { ExperimentDetails } from '../src/attribution/experiments/schema.ts';
import { putExperiment } from '../src/attribution/experiments/service.ts';
import { fillSharing, NOTHING_SHARED, shareExplanation, type Shared } from './filled-sharing.ts';
import { listInsights, recordInsightIn } from '../src/ai/insights/service.ts';
import { NewPrediction } from '../src/ai/predictions/schema.ts';
import { createPrediction } from '../src/ai/predictions/service.ts';
import { decideRecommendation } from '../src/ai/recommendations/service.ts';
import { addTranscript } from '../src/ai/transcripts/service.ts';
import { NewValidation } from '../src/attribution/validations/schema.ts';
import { createValidation } from '../src/attribution/validations/service.ts';
import { VendorReportDetails } from '../src/attribution/vendor-reports/schema.ts';
import { putModel } from '../src/attribution/models/service.ts';
import { putVendorReport } from '../src/attribution/vendor-reports/service.ts';
import { computeFits } from '../src/attribution/fit-work/service.ts';
import { NewFit } from '../src/attribution/fits/schema.ts';
import { createFit } from '../src/attribution/fits/service.ts';
import { computeRuns } from '../src/attribution/run-work/service.ts';
import { NewRun } from '../src/attribution/runs/schema.ts';
import { createRun } from '../src/attribution/runs/service.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { AdvertiserDetails } from '../src/catalog/advertisers/schema.ts';
import { putAdvertiser } from '../src/catalog/advertisers/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { LinkDetails } from '../src/catalog/links/schema.ts';
import { putLink } from '../src/catalog/links/service.ts';
import { PlacementDetails } from '../src/catalog/placements/schema.ts';
import { putPlacement } from '../src/catalog/placements/service.ts';
import { followShow } from '../src/catalog/feeds/service.ts';
import type { Context } from '../src/platform/context.ts';
import { newId } from '../src/platform/chance.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { runPrivacyRequest } from '../src/privacy/work/service.ts';
import { createApiKeyIn, revokeApiKey } from '../src/security/apikeys/service.ts';
import { createInvitation } from '../src/security/invitations/service.ts';
import { createOauthClient } from '../src/security/oauthclients/service.ts';
import { createSsoConnection } from '../src/security/ssoconnections/service.ts';
import { createServiceAccount } from '../src/security/serviceaccounts/service.ts';
import { NewWebhook } from '../src/security/webhooks/schema.ts';
import { createWebhook } from '../src/security/webhooks/service.ts';
import { SCOPES, type Scope } from '../src/tenants/authorize.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { storeDelivery } from '../src/tracking/deliveries/service.ts';
import { NewSource } from '../src/tracking/sources/schema.ts';
import { createSource } from '../src/tracking/sources/service.ts';
import { acceptSurveyAnswers } from '../src/tracking/surveys/service.ts';
import { putSiteTag } from '../src/tracking/tags/service.ts';
import { createTestTenant, type TestDatabase, type TestTenant } from './database.ts';
import { openFilledDatabase } from './filled-database.ts';
import { type FeedServer, openFeedServer } from './feed-server.ts';
import { operatorToken } from './operators.ts';
import { askForPrivacy, type PrivacyRequests } from './privacy-world.ts';
import { fillShares, type WorldShares } from './share-world.ts';
import { addTestMember, cookieOf, createTestPerson, idOfSession, type TestPerson } from './people.ts';
import { type Answer, type Sending, startTestServer, type TestServer } from './http.ts';
import { fillAirchecks } from './routes-airchecks.ts';
import { fillAllocations, splitInvoice } from './routes-allocations.ts';
import { EXPERIMENT } from './routes-experiments.ts';
import { modelOf, OWN_MODEL } from './routes-models.ts';
import { keepAnomalyIn } from './routes-anomalies.ts';
import { fillLimits } from './routes-limits.ts';
import { foundIn } from './routes-insights.ts';
import { PLAN } from './routes-predictions.ts';
import { adviseIn } from './routes-recommendations.ts';
import { fillTranscriptions } from './routes-transcriptions.ts';
import { TRANSCRIPT_TEXT } from './routes-transcripts.ts';
import { VENDOR_REPORT } from './routes-vendor-reports.ts';
import { SSO_CONNECTION } from './sso-connection.ts';

/** What the shops of this world sign with. */
export const SHOP_SECRET = 'what-the-shop-signs-with';

/** A tenant with a key for each scope alone, one that was revoked, and one that nobody uses. */
export interface Party extends TestTenant, Shared {
  keys: Record<Scope, string>;
  revokedKey: string;
  unusedKeyId: string;
  /** Of a spare key with the scope `admin` alone. */
  adminKeyId: string;
  serviceAccountId: string;
  /** Of a viewer, and of an invitation that waits. */
  memberId: string;
  /** Webhooks that are told of checkpoints alone. */
  webhookId: string;
  spareWebhookId: string;
  invitationId: string;
  /** An OAuth client that the scope `admin` suffices to change, and one that nobody uses. */
  oauthClientId: string;
  unusedOauthClientId: string;
  /** Sources of shops: one that stays, and one for use by one test. */
  source: string;
  spareSource: string;
  /** Runs that are computed: one that stays, and one for use by one test. */
  run: string;
  fit: string;
  spareRun: string;
  reservations: { settle: string; keep: string; release: string };
  /** Validations that wait: one that stays, and one for use by one test. */
  validation: string;
  spareValidation: string;
  /** Transcripts: one that stays, and one for use by one test. */
  transcript: string;
  spareTranscript: string;
  /** A placement with a brief, and airchecks against it: one that stays, and one for use by one test. */
  aired: string;
  aircheck: string;
  spareAircheck: string;
  insight: string;
  /** Predictions: one that stays, and one for use by one test. */
  prediction: string;
  sparePrediction: string;
  anomaly: string;
  /** A split of its bill. */
  allocation: string;
  recommendation: string;
  /** Audio of two parts that are awaited, one that could not be fetched, and one for use by one test. */
  transcription: string;
  failedTranscription: string;
  spareTranscription: string;
  /** A page that explains the conversion. */
  explanationLink: string;
  /** A delivery of the source that stays. */
  delivery: string;
  ssoConnectionId: string;
  /** What the other tenant does not have: a campaign, a placement and a promo code of it, a conversion, a show and an episode. */
  campaign: string;
  placement: string;
  code: string;
  conversion: string;
  show: string;
  episode: string;
  /** Its owner, and a session of theirs that nobody uses. */
  owner: TestPerson;
  spareSessionId: string;
  /** Privacy requests, each for one use: two that wait, one to be refused, one with an export, and a restriction in force. */
  privacyRequests: PrivacyRequests;
}

export interface AuditRow {
  actor: string;
  action: string;
  target: string;
}

/** A served installation with two tenants, each filled with events that are matched. */
export interface World {
  database: TestDatabase;
  server: TestServer;
  /** Signed in as the superuser, past row-level security: for looking, and for making the database fail. */
  admin: pg.Client;
  mine: Party;
  theirs: Party;
  shares: WorldShares;
  /** Where the shows of both tenants publish their feeds. */
  feeds: FeedServer;
  /** An operator who is signed in, a tenant that nothing but administration uses, and one with an invoice that is split over it alone. */
  operator: { token: string; tenantId: string; billedTenantId: string; allocation: string };
  /** Sends to a path under /api/v1, as `mine` with every scope unless the sending names another key. */
  send(method: string, path: string, sending?: Sending): Promise<Answer>;
  /** How many rows each table holds. */
  rowCounts(): Promise<Record<string, number>>;
  auditOf(party: Party): Promise<AuditRow[]>;
  /** What people and operators did that is no one tenant's. */
  platformAudit(): Promise<AuditRow[]>;
  /** Matches everything that waits. */
  drain(party?: Party): Promise<void>;
  /** Does what an erasure of `mine` asks for. */
  erase(request: string): Promise<void>;
  close(): Promise<void>;
}

const event = { occurredAt: '2026-11-10T10:00:00Z', identity: { userId: 'u-1' } };

function createTestWebhook(context: Context, { actor }: TestTenant) {
  const input = NewWebhook.parse({ url: 'https://receiver.example/hook', types: ['audit.checkpoint'] });
  return createWebhook(context, actor, input);
}

async function createTestSources(context: Context, { actor, tenantId }: TestTenant, name: string) {
  const [source, spareSource] = [`shop-of-${name}`, `spare-shop-of-${name}`];
  for (const key of [source, spareSource])
    await createSource(context, actor, NewSource.parse({ key, kind: 'shopify', secret: SHOP_SECRET }));
  const delivery = newId();
  const incoming = { id: delivery, source, deliveryKey: 'a', topic: 'a', receivedAt: new Date(context.clock()).toISOString() };
  await storeDelivery(context, 'public', tenantId, { ...incoming, headers: {}, body: Buffer.from('{}') });
  return { source, spareSource, delivery };
}

const NO_AUDIO = { transcription: '', failedTranscription: '', spareTranscription: '' };
const NO_TRANSCRIPTS = { transcript: '', spareTranscript: '', aired: '', aircheck: '', spareAircheck: '', ...NO_AUDIO };
/** What is there once a party was filled. */
const UNFILLED = {
  run: '',
  fit: '',
  spareRun: '',
  reservations: { settle: '', keep: '', release: '' },
  validation: '',
  spareValidation: '',
  ...NO_TRANSCRIPTS,
  insight: '',
  prediction: '',
  sparePrediction: '',
  anomaly: '',
  allocation: '',
  recommendation: '',
  explanationLink: '',
  ...NOTHING_SHARED,
};

async function createParty(database: TestDatabase, name: string): Promise<Party> {
  const { context } = database;
  const tenant = await createTestTenant(context);
  const create = (scopes: Scope[]) => inTenant(context.db, tenant.tenantId, (tx) => createApiKeyIn(tx, 'test', { name: 'test', scopes }));
  // One after the other, so that they are listed in this order.
  const created: Awaited<ReturnType<typeof create>>[] = [];
  for (const scope of SCOPES) created.push(await create([scope]));
  const [revoked, unused, admin] = [await create([...SCOPES]), await create(['read']), await create(['admin'])];
  const account = await createServiceAccount(context, tenant.actor, { name: 'A program', role: 'viewer' });
  await revokeApiKey(context, tenant.actor, revoked.id);
  const register = () =>
    createOauthClient(context, tenant.actor, {
      name: 'A program',
      kind: 'web',
      redirectUris: ['https://rp.example/'],
      scopes: ['openid', 'admin'],
    });
  const [client, unusedClient] = [await register(), await register()];
  const connection = await createSsoConnection(context, tenant.actor, SSO_CONNECTION);
  const keys = Object.fromEntries(SCOPES.map((scope, place) => [scope, created[place].apiKey])) as Party['keys'];
  const owner = await createTestPerson(context);
  await addTestMember(context, owner, tenant.tenantId, 'owner');
  const member = await createTestPerson(context);
  await addTestMember(context, member, tenant.tenantId, 'viewer');
  const invitation = await createInvitation(context, tenant.actor, { email: `invited-by-${name}@people.example`, role: 'viewer' });
  const [webhook, spare] = [await createTestWebhook(context, tenant), await createTestWebhook(context, tenant)];
  const sources = await createTestSources(context, tenant, name);
  const spareSessionId = await idOfSession(context, await cookieOf(context, owner));
  const own = {
    campaign: `of-${name}`,
    placement: `placement-of-${name}`,
    code: `CODE-OF-${name.toUpperCase()}`,
    conversion: `order-of-${name}`,
    show: `show-of-${name}`,
    episode: `episode-of-${name}`,
  };
  return {
    ...tenant,
    keys,
    revokedKey: revoked.apiKey,
    unusedKeyId: unused.id,
    adminKeyId: admin.id,
    serviceAccountId: account.id,
    memberId: member.id,
    invitationId: invitation.id,
    webhookId: webhook.id,
    spareWebhookId: spare.id,
    ...sources,
    owner,
    spareSessionId,
    ...UNFILLED,
    privacyRequests: await askForPrivacy(database, tenant),
    oauthClientId: client.id,
    unusedOauthClientId: unusedClient.id,
    ssoConnectionId: connection.id,
    ...own,
  };
}

async function fill({ context }: TestDatabase, feeds: FeedServer, party: Party): Promise<void> {
  const { actor, tenantId, campaign, placement, code, conversion, show, episode } = party;
  const place = { campaign, channel: 'podcast', show: 'a-show', episode: 'an-episode', placement: 'mid_roll' };
  await putCampaign(context, actor, campaign, { name: 'Named', spendMinor: 10_000, currency: 'USD' });
  const account = { kind: 'openai', account: 'own', apiKey: 'sk-test-0123456789' };
  const provider = { ...account, models: [{ model: 'gpt-5-mini' }], audioModels: [{ model: 'whisper-1' }] };
  for (const key of [campaign, `spare-${campaign}`]) await putProvider(context, actor, key, ProviderDetails.parse(provider));
  await putAdvertiser(context, actor, `advertiser-${campaign}`, AdvertiserDetails.parse({}));
  const placed = PlacementDetails.parse({ campaign, show: 'a-show', position: 'mid_roll', kind: 'dynamic', bookedImpressions: 1_000 });
  for (const key of [placement, `spare-${placement}`]) await putPlacement(context, actor, key, placed);
  for (const key of [`link-${campaign}`, `spare-link-${campaign}`])
    await putLink(context, actor, key, LinkDetails.parse({ campaign, destination: 'https://shop.example/' }));
  await putCode(context, actor, { campaign, code, details: { show: 'a-show' } });
  await acceptSurveyAnswers(context, actor, [{ id: `answer-${campaign}`, occurredAt: event.occurredAt, answer: 'somewhere else' }]);
  await putSiteTag(context, actor, campaign, { name: 'A shop', sites: ['https://shop.example'], clickDays: 30, paths: [] });
  for (const key of [campaign, `spare-${campaign}`]) {
    await putVendorReport(context, actor, key, VendorReportDetails.parse(VENDOR_REPORT));
    await putExperiment(context, actor, key, ExperimentDetails.parse(EXPERIMENT));
    for (const halfLifeDays of [2, 3]) await putModel(context, actor, modelOf(key), { ...OWN_MODEL, parameters: { halfLifeDays } });
  }
  await acceptTouchpoints(context, actor, [{ id: 'touch', kind: 'click', ...place, ...event }], 'server');
  const order = { id: conversion, kind: 'purchase', valueMinor: 4_999, currency: 'USD', orderId: conversion, ...event };
  await acceptConversions(context, actor, [order, { id: `${conversion}/free`, kind: 'lead', promoCode: code, ...event }], 'server');
  await followShow(context, actor, { key: show, feedUrl: feeds.url(`/${episode.replace('episode-of-', '')}`) });
  party.reservations = await fillLimits(context, actor, campaign);
  await drainTenant(context, 'system', tenantId);
  party.run = (await createRun(context, actor, NewRun.parse({}))).id;
  party.spareRun = (await createRun(context, actor, NewRun.parse({}))).id;
  await computeRuns(context, 'system', tenantId);
  party.fit = (await createFit(context, actor, NewFit.parse({ model: 'hazard' }))).id;
  await computeFits(context, 'system', tenantId);
  const validation = NewValidation.parse({ seed: 1, households: 100 });
  party.validation = (await createValidation(context, actor, validation)).id;
  party.spareValidation = (await createValidation(context, actor, validation)).id;
  for (const [of, name] of [
    [episode, 'transcript'],
    ['an-episode', 'spareTranscript'],
  ] as const)
    party[name] = (await addTranscript(context, actor, { episode: of, source: 'upload', text: TRANSCRIPT_TEXT })).id;
  Object.assign(party, await fillAllocations(context, actor));
  Object.assign(party, await fillAirchecks(context, actor, { key: `aired-${placement}`, campaign, transcript: party.transcript }));
  await fillTranscriptions(context, party, episode);
  await inTenant(context.db, tenantId, (tx) => recordInsightIn(tx, foundIn(campaign), new Date(context.clock())));
  const insights = await listInsights(context, actor, { source: 'anomaly' }, { after: undefined, limit: 1 });
  party.insight = insights.items[0].id;
  for (const name of ['prediction', 'sparePrediction'] as const)
    party[name] = (await createPrediction(context, actor, NewPrediction.parse(PLAN))).id;
  party.anomaly = await inTenant(context.db, tenantId, (tx) => keepAnomalyIn(tx, campaign));
  party.recommendation = await inTenant(context.db, tenantId, (tx) => adviseIn(tx, campaign, new Date(context.clock())));
  // What was decided on stays, whatever figures are looked at.
  await decideRecommendation(context, actor, party.recommendation, { status: 'done', note: null });
  party.explanationLink = await shareExplanation(context, actor, conversion);
  Object.assign(party, await fillSharing(context, actor));
}

async function connectAsSuperuser({ urls }: TestDatabase): Promise<pg.Client> {
  const admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, new URL(urls.app).pathname.slice(1)) });
  await admin.connect();
  return admin;
}

async function countRows(admin: pg.Client): Promise<Record<string, number>> {
  const tables = await admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const counts = tables.rows.map(({ name }) => `select '${name}' as name, count(*)::integer as count from ${name}`);
  const { rows } = await admin.query<{ name: string; count: number }>(counts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** What is in the database of a world, and where its shows published their feeds when it was filled. */
type Filled = Pick<World, 'mine' | 'theirs' | 'shares' | 'operator'> & { feedsUrl: string };

async function fillWorld(database: TestDatabase): Promise<Filled> {
  const feeds = await openFeedServer();
  const [mine, theirs] = [await createParty(database, 'mine'), await createParty(database, 'theirs')];
  await fill(database, feeds, mine);
  await fill(database, feeds, theirs);
  const shares = await fillShares(database.context, mine, theirs);
  const administered = await createTestTenant(database.context);
  const billedTenantId = (await createTestTenant(database.context)).tenantId;
  const allocation = await splitInvoice(database.context, billedTenantId);
  const operator = { token: await operatorToken(database.context), tenantId: administered.tenantId, billedTenantId, allocation };
  await feeds.close();
  return { mine, theirs, shares, operator, feedsUrl: feeds.url('') };
}

/** Opens a filled database of this test file's own and serves it on a free port. */
export async function openWorld(): Promise<World> {
  const { database, filled } = await openFilledDatabase('earshot_world', fillWorld);
  const { mine, theirs, shares, operator, feedsUrl } = filled;
  const server = await startTestServer(database.context);
  const admin = await connectAsSuperuser(database);
  const feeds = await openFeedServer();
  await admin.query('update shows set feed_url = replace(feed_url, $1, $2)', [feedsUrl, feeds.url('')]);
  return {
    database,
    server,
    admin,
    mine,
    theirs,
    shares,
    feeds,
    operator,
    send: (method, path, sending = {}) => server.send(method, `/api/v1${path}`, { key: mine.apiKey, ...sending }),
    rowCounts: () => countRows(admin),
    auditOf: async ({ tenantId }) => {
      const text = 'select actor, action, target from audit_log where tenant_id = $1 order by occurred_at, id';
      return (await admin.query<AuditRow>(text, [tenantId])).rows;
    },
    platformAudit: async () => {
      const text = 'select actor, action, target from platform_audit_log order by seq';
      return (await admin.query<AuditRow>(text)).rows;
    },
    drain: async ({ tenantId } = mine) => void (await drainTenant(database.context, 'system', tenantId)),
    erase: async (request) => void (await runPrivacyRequest(database.context, 'system', mine.tenantId, request)),
    close: async () => {
      await server.close();
      await feeds.close();
      await admin.end();
      await database.close();
    },
  };
}
