import { ProviderDetails } from '../src/ai/providers/schema.ts';
import { putProvider } from '../src/ai/providers/service.ts';
import { randomUUID } from 'node:crypto';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { NewFit } from '../src/attribution/fits/schema.ts';
import { createFit } from '../src/attribution/fits/service.ts';
import { checkPathsAndKeep } from '../src/attribution/path-checks/service.ts';
import { NewRun } from '../src/attribution/runs/schema.ts';
import { createRun } from '../src/attribution/runs/service.ts';
import { ExperimentDetails } from '../src/attribution/experiments/schema.ts';
import { putExperiment } from '../src/attribution/experiments/service.ts';
import { fillSharing, shareExplanation } from './filled-sharing.ts';
import { NewValidation } from '../src/attribution/validations/schema.ts';
import { createValidation } from '../src/attribution/validations/service.ts';
import { VendorReportDetails } from '../src/attribution/vendor-reports/schema.ts';
import { putModel } from '../src/attribution/models/service.ts';
import { putVendorReport } from '../src/attribution/vendor-reports/service.ts';
import { analyseWaiting } from '../src/ai/analysis-work/service.ts';
import { recordInsightIn } from '../src/ai/insights/service.ts';
import { NewPrediction } from '../src/ai/predictions/schema.ts';
import { createPrediction } from '../src/ai/predictions/service.ts';
import { addTranscript } from '../src/ai/transcripts/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { drainShares } from '../src/attribution/share-runs/service.ts';
import { claimShare } from '../src/attribution/shares/service.ts';
import { putEpisode } from '../src/catalog/episodes/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { LinkDetails } from '../src/catalog/links/schema.ts';
import { putLink } from '../src/catalog/links/service.ts';
import { PlacementDetails } from '../src/catalog/placements/schema.ts';
import { putPlacement } from '../src/catalog/placements/service.ts';
import { createPublicIdIn } from '../src/catalog/publicids/service.ts';
import { putShow } from '../src/catalog/shows/service.ts';
import { putOwnPricesIn } from '../src/metering/prices/service.ts';
import { reserveSpendIn, settleSpendIn } from '../src/metering/spend/service.ts';
import type { Context } from '../src/platform/context.ts';
import { recordSecurityEventIn } from '../src/platform/security-events.ts';
import { inIntake, inTenant, type TenantTx } from '../src/platform/tenant-door.ts';
import { rotateDataKey } from '../src/platform/vault.ts';
import { newId } from '../src/platform/chance.ts';
import { createApiKey } from '../src/security/apikeys/service.ts';
import { createInvitation } from '../src/security/invitations/service.ts';
import { createOauthClient } from '../src/security/oauthclients/service.ts';
import { createSsoConnection } from '../src/security/ssoconnections/service.ts';
import { createServiceAccount } from '../src/security/serviceaccounts/service.ts';
import type { NewPrivacyRequest } from '../src/privacy/requests/schema.ts';
import { createPrivacyRequest } from '../src/privacy/requests/service.ts';
import { eraseSubject } from '../src/privacy/subjects/service.ts';
import { runPrivacyRequest } from '../src/privacy/work/service.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { turnFlagIn } from '../src/tenants/flags/service.ts';
import { beginExport } from '../src/tenants/lifecycle/service.ts';
import { putQuotaIn } from '../src/tenants/quotas/service.ts';
import { restateNetworks } from '../src/tracking/addresses/service.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { requestPull } from '../src/integrations/pulls/service.ts';
import { putViewCounts } from '../src/tracking/viewcounts/service.ts';
import { nameCodesIn, noteOrderCodesIn, noteOrdersIn, storeDelivery } from '../src/tracking/deliveries/service.ts';
import { NewSource } from '../src/tracking/sources/schema.ts';
import { createSource } from '../src/tracking/sources/service.ts';
import { drainRequests } from '../src/tracking/counting/service.ts';
import { keepExposureDays } from '../src/tracking/exposuredays/service.ts';
import { acceptEpisodeRequests } from '../src/tracking/requests/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { fillAudio } from './filled-audio.ts';
import { fillMembers } from './filled-members.ts';
import { fillWatching } from './filled-watching.ts';
import { createTestTenant } from './database.ts';
import { offer } from './share-world.ts';
import { acceptSurveyAnswers, mapSurveyAnswer } from '../src/tracking/surveys/service.ts';
import { putSiteTag } from '../src/tracking/tags/service.ts';
import { moveHorizonIn } from '../src/tracking/retention/service.ts';
import { restrictIn } from '../src/tracking/restrictions/service.ts';
import { findSubject } from '../src/tracking/subjects/service.ts';
import { EXPERIMENT } from './routes-experiments.ts';
import { fillAirchecks } from './routes-airchecks.ts';
import { keepAnomalyIn } from './routes-anomalies.ts';
import { fillCost } from './routes-cost.ts';
import { fillLimits } from './routes-limits.ts';
import { foundIn } from './routes-insights.ts';
import { PLAN } from './routes-predictions.ts';
import { adviseIn } from './routes-recommendations.ts';
import { OWN_MODEL } from './routes-models.ts';
import { VENDOR_REPORT } from './routes-vendor-reports.ts';
import { SSO_CONNECTION } from './sso-connection.ts';

interface Filled {
  tenantId: string;
  actor: Actor;
}

/** A touchpoint as it is sent. */
export const touch = (id: string, more: object = {}) => ({
  id,
  kind: 'click',
  occurredAt: '2026-11-10T10:00:00Z',
  identity: { userId: 'u-1' },
  campaign: 'autumn',
  show: 'a-show',
  episode: 'e-1',
  ...more,
});
const order = (id: string, more: object = {}) => ({
  id,
  kind: 'purchase',
  occurredAt: '2026-11-11T10:00:00Z',
  identity: { userId: 'u-1' },
  valueMinor: 100,
  currency: 'USD',
  metadata: { referrer: 'search.example' },
  ...more,
});

const PATH = { path: '/offer', campaign: 'autumn', show: null };
const PLACE = { campaign: 'autumn', show: 'a-show', position: 'mid_roll' };

/** Somebody who was erased and objected, and somebody whose events are restricted. */
async function leavePrivacyRows(
  context: Context,
  { actor, tenantId }: Filled,
  send: (what: 'touchpoints' | 'conversions', item: object) => Promise<void>,
): Promise<void> {
  await shareExplanation(context, actor, 'c-1');
  await fillSharing(context, actor);
  await send('touchpoints', touch('t-erased', { identity: { userId: 'erased' } }));
  const [erased, restricted] = [
    await findSubject(context, 'system', tenantId, [{ userId: 'erased' }]),
    await findSubject(context, 'system', tenantId, [{ userId: 'restricted' }]),
  ];
  await eraseSubject(context, 'system', { tenantId, requestId: randomUUID(), subject: erased, objects: true });
  await inTenant(context.db, tenantId, (tx) => restrictIn(tx, restricted, randomUUID()));
  const request: NewPrivacyRequest = { kind: 'access', identities: [{ userId: 'u-1' }], verification: 'document' };
  const { id } = await createPrivacyRequest(context, actor, request);
  await runPrivacyRequest(context, 'system', tenantId, id);
  await createPrivacyRequest(context, actor, request);
  await inTenant(context.db, tenantId, (tx) => moveHorizonIn(tx, '2025-11-01T00:00:00Z'));
}

/** Requests that are counted, and some that wait; what an address on a crowded day and a host's own figures leave. */
async function fillRequests(context: Context, { actor, tenantId }: Filled): Promise<void> {
  const request = (id: string) => ({
    id,
    occurredAt: '2026-11-12T10:00:00Z',
    url: 'https://host.example/episode.mp3',
    ip: '203.0.113.9',
    userAgent: 'AntennaPod/3.4.0',
    show: 'a-show',
    episode: 'e-1',
  });
  await acceptEpisodeRequests(context, actor, [request('r-1')], { source: 'prefix' });
  await drainRequests(context, 'system', tenantId);
  await acceptTouchpoints(context, actor, [touch('t-home', { identity: { ip: '203.0.113.9', userAgent: 'AntennaPod/3.4.0' } })], 'server');
  await restateNetworks(context, 'system', tenantId);
  await keepExposureDays(context, 'system', tenantId);
  await acceptEpisodeRequests(context, actor, [request('r-2')], { source: 'prefix' });
  await inTenant(context.db, tenantId, async (tx) => {
    await tx.query({
      text: `with marked as (insert into exposure_marks (tenant_id, day) values ($1, current_date))
             insert into crowded_addresses (tenant_id, address_key, day) values ($1, gen_random_uuid(), '2026-11-12')`,
      values: [tenantId],
    });
    await tx.query({
      text: `insert into counting_bases (tenant_id, part, key, basis) values ($1, 'placement', 'p-1', '{}') on conflict do nothing`,
      values: [tenantId],
    });
    await tx.query({
      text: `insert into waiting_downloads (tenant_id, touchpoint_id, priority, touchpoint, due_at)
             values ($1, 'download:r-0', 0, '{}', '2100-01-01')`,
      values: [tenantId],
    });
    await tx.query({
      text: `insert into undelivered_ads (tenant_id, request_id, placement, occurred_at, reason)
             values ($1, 'r-0', 'p-1', '2026-11-12', 'ad_not_delivered')`,
      values: [tenantId],
    });
    await tx.query({
      text: `insert into filtered_pixels (tenant_id, id, occurred_at, placement, campaign, show, reason)
             values ($1, 'pixel-1', '2026-11-12', 'p-1', 'a-campaign', 'a-show', 'bot')`,
      values: [tenantId],
    });
    await tx.query({
      text: `insert into filtered_pixel_days (tenant_id, day, placement, campaign, show, episode, reason, requests)
             values ($1, '2026-11-12', 'p-1', 'a-campaign', 'a-show', '', 'bot', 1)`,
      values: [tenantId],
    });
    await tx.query({
      text: `insert into host_episodes (tenant_id, host, id, show) values ($1, 'a host', '1', 'a-show')`,
      values: [tenantId],
    });
    await tx.query({
      text: `insert into host_figures (tenant_id, show, episode, day, downloads, source)
             values ($1, 'a-show', 'e-1', '2026-11-12', 7, 'a host')`,
      values: [tenantId],
    });
  });
}

/** Who and what may come in: somebody invited, programs, and whoever an identity provider vouches for. */
async function letIn(context: Context, actor: Actor): Promise<void> {
  await createInvitation(context, actor, { email: 'invited@people.example', role: 'viewer' });
  const { id } = await createServiceAccount(context, actor, { name: 'account', role: 'viewer' });
  await createApiKey(context, actor, { name: 'key', scopes: ['read'], serviceAccountId: id }, 'once');
  await createOauthClient(context, actor, { name: 'A program', kind: 'service', redirectUris: [], scopes: ['read'] });
  await createSsoConnection(context, actor, SSO_CONNECTION);
}

/** An order, and all of its codes. */
async function leaveCodes(context: Context, tenantId: string, source: string, sell: () => Promise<unknown>): Promise<void> {
  await sell();
  const codes = { conversionId: 'c-2', source, codes: ['CODE', 'OTHER'] };
  await inTenant(context.db, tenantId, (tx) => noteOrderCodesIn(tx, codes));
}

/** A shop that delivered an order. */
async function fillSource(context: Context, { actor, tenantId }: Filled, source: string): Promise<void> {
  await createSource(context, actor, NewSource.parse({ key: source, kind: 'woocommerce' }));
  const incoming = { id: newId(), source, deliveryKey: 'a', topic: 'order.created', receivedAt: '2026-11-11T10:00:00Z' };
  await storeDelivery(context, 'public', tenantId, { ...incoming, headers: {}, body: Buffer.from('{}') });
  const paid = { ref: 'payment', conversionId: 'c-1', valueMinor: 100, grossMinor: 100 };
  await inTenant(context.db, tenantId, async (tx) => {
    await noteOrdersIn(tx, source, [paid], []);
    await nameCodesIn(tx, source, [{ id: 'PROMO_1', code: 'TECH10' }]);
  });
  await createSource(context, actor, NewSource.parse({ key: `host-of-${source}`, kind: 'op3' }));
  await requestPull(context, actor, `host-of-${source}`);
  const views = { platform: 'youtube', show: 'a-show', episode: null, day: '2026-11-11', views: 5 } as const;
  await putViewCounts(context, actor, [views]);
}

/** A share that somebody else entered, which the tenant's audit log does not tell yet. */
async function leaveNote(context: Context, grantor: Filled & { campaign: string }): Promise<void> {
  const { invitationCode } = await offer(context, grantor);
  await claimShare(context, (await createTestTenant(context)).actor, invitationCode);
}

/** A matching share whose events wait, and what a run of one leaves. */
async function fillMatching(context: Context, grantor: Filled & { campaign: string }): Promise<void> {
  const { tenantId } = grantor;
  const { id } = await offer(context, grantor, { kind: 'matching' });
  await inIntake(context.db, [tenantId], (tx) =>
    tx.query({
      text: 'insert into share_conversions (tenant_id, share_id, conversion_id) values ($1, $2, $3)',
      values: [tenantId, id, 'c-1'],
    }),
  );
  await inTenant(context.db, tenantId, async (tx) => {
    await tx.query({
      text: `insert into matched_rollups (tenant_id, share_id, model, dimension, starts_on, key, kind, currency, nano, minor, counted)
             values ($1, $2, 'linear', 'show', '2026-11-11', 'a-show', 'purchase', 'USD', 1000000000, 100, 1)`,
      values: [tenantId, id],
    });
    await tx.query({
      text: `insert into matched_people (
               tenant_id, share_id, starts_on, kind, currency, person, first_touch, last_touch, linear, time_decay, position_based
             )
             values ($1, $2, '2026-11-11', 'purchase', 'USD', 1, 1, 1, 1, 1, 1)`,
      values: [tenantId, id],
    });
    await tx.query({
      text: `insert into share_builds (tenant_id, share_id, campaign, computed_at) values ($1, $2, $3, now())`,
      values: [tenantId, id, grantor.campaign],
    });
    await tx.query({
      text: `insert into share_manifests (tenant_id, share_id, run, computed_at, days, own_hash, other_hash, output_hash)
             values ($1, $2, 1, now(), '[]', '', '', '')`,
      values: [tenantId, id],
    });
  });
}

/** Money that is set aside, and some that was spent at a price of the tenant's own. */
async function fillSpend(context: Context, tx: TenantTx): Promise<void> {
  const prices = { inputMicros: 1_000_000, cacheReadMicros: 0, cacheWriteMicros: 0, outputMicros: 1_000_000 };
  await putOwnPricesIn(context, tx, 'a-provider', new Map([['a-model', prices]]));
  const request = { meter: 'a-provider', capCents: null, isOperators: true, task: 'brief', prices, most: { input: 10, output: 10 } };
  const id = await reserveSpendIn(context, tx, request);
  await settleSpendIn(context, tx, id, { provider: 'a-provider', model: 'a-model', task: 'a-task', prices, tokens: undefined });
  await reserveSpendIn(context, tx, request);
}

/** A show whose feed was read, with one episode. */
async function fillFeed(tx: TenantTx, mark: string): Promise<void> {
  await tx.query({
    text: `with token as (insert into ownership_tokens (tenant_id, token) values ($1, 'token-of-' || $2 || '-0123456789')),
             show as (insert into shows (tenant_id, key, feed_url) values ($1, 'fed', 'https://feeds.example/' || $2) returning key),
             feed as (insert into feeds (tenant_id, show, due_at) select $1, key, '2999-01-01' from show),
             episode as (insert into episodes (tenant_id, key, show, guid) select $1, 'fed-1', key, 'guid' from show returning key),
             named as (insert into fed_transcripts (tenant_id, episode, show, addresses_hash, due_at)
               select $1, key, 'fed', '\\x00', '2999-01-01' from episode),
             file as (insert into new_files (tenant_id, address, added_at) values ($1, 'media.example/' || $2, now()))
           insert into episode_enclosures (tenant_id, address, episode, seen_at)
           select $1, 'media.example/' || $2, key, now() from episode`,
    values: [tx.tenantId, mark],
  });
}

/** An answer that people have said means a show, and that waits for its conversion. */
async function fillSurveys(context: Context, actor: Actor, mark: string): Promise<void> {
  const answer = { id: `answer-${mark}`, occurredAt: '2026-11-11T10:05:00Z', answer: 'the show of a friend', orderId: `never-${mark}` };
  await acceptSurveyAnswers(context, actor, [answer]);
  await mapSurveyAnswer(context, actor, answer.id, { show: 'a-show', remember: true });
}

/** Leaves what analysts keep: a vendor's report, and a run, a fit and a validation that wait. */
async function fillAnalyses(context: Context, actor: Actor, mark: string): Promise<void> {
  await fillLimits(context, actor, mark);
  await putModel(context, actor, 'ours', OWN_MODEL);
  await putExperiment(context, actor, `of-${mark}`, ExperimentDetails.parse(EXPERIMENT));
  await putVendorReport(context, actor, `of-${mark}`, VendorReportDetails.parse(VENDOR_REPORT));
  await createRun(context, actor, NewRun.parse({}));
  await checkPathsAndKeep(context, 'system', actor.tenantId);
  await createFit(context, actor, NewFit.parse({ model: 'markov' }));
  await createValidation(context, actor, NewValidation.parse({ seed: 1, households: 100 }));
  await fillProviders(context, actor, mark);
  await inTenant(context.db, actor.tenantId, (tx) => adviseIn(tx, `campaign-of-${mark}`, new Date(context.clock())));
  await inTenant(context.db, actor.tenantId, (tx) => recordInsightIn(tx, foundIn(`campaign-of-${mark}`), new Date(context.clock())));
  await createPrediction(context, actor, NewPrediction.parse(PLAN));
  await fillCost(context, actor);
  await inTenant(context.db, actor.tenantId, (tx) => keepAnomalyIn(tx, `campaign-of-${mark}`));
  await putEpisode(context, actor, 'said', { name: null });
  const { id } = await addTranscript(context, actor, { episode: 'said', source: 'upload', text: `Ann: what was said at first by ${mark}` });
  await fillAirchecks(context, actor, { key: `aired-${mark}`, campaign: `campaign-of-${mark}`, transcript: id });
  await fillAudio(context, actor);
  await analyseWaiting(context, 'system', actor.tenantId);
  await addTranscript(context, actor, { episode: 'said', source: 'upload', text: `Ann: what was said by ${mark}` });
}

/** A provider of AI, and what a model said. */
async function fillProviders(context: Context, actor: Actor, mark: string): Promise<void> {
  const provider = { kind: 'anthropic', account: 'operator', models: [{ model: 'claude-haiku-4-5' }] };
  await putProvider(context, actor, `of-${mark}`, ProviderDetails.parse(provider));
  await inTenant(context.db, actor.tenantId, (tx) =>
    tx.query({
      text: `insert into ai_answers (tenant_id, question_hash, answer, answered_at) values ($1, sha256('a question'), '{}', now())`,
      values: [tx.tenantId],
    }),
  );
}

/**
 * Leaves rows of a tenant in every table, as of 20 November 2026: a first path, its restatement, and then work that still waits. The tests
 * and the proof of isolation demand a row of each tenant in each table: a new table gets its row here.
 */
export async function fillTenant(context: Context, { actor, tenantId }: Filled, mark: string): Promise<void> {
  const accept = { touchpoints: acceptTouchpoints, conversions: acceptConversions };
  const send = async (what: keyof typeof accept, item: object) => {
    const { accepted } = await accept[what](context, actor, [item], 'server');
    if (accepted !== 1) throw new Error(`${JSON.stringify(item)} was not accepted`);
  };
  await letIn(context, actor);
  await inTenant(context.db, tenantId, async (tx) => {
    await fillMembers(tx);
    await fillWatching(tx);
    await putQuotaIn(tx, 'test', 'members', 7);
    await fillSpend(context, tx);
    await createPublicIdIn(tx, 'prefix', `of-${mark}`);
    await fillFeed(tx, mark);
    await turnFlagIn(tx, 'test', 'webhooks', { enabled: true, expiresAt: null });
    await tx.query({
      text: `insert into webhooks (tenant_id, id, url, description, types, min_severity, sealed_secret)
             values ($1, $2, 'https://receiver.example/', '', '{}', 'info', '')`,
      values: [tenantId, randomUUID()],
    });
    await recordSecurityEventIn(tx, { kind: 'new_device', actor: 'test' });
    await tx.query({
      text: `insert into audit_checkpoints (tenant_id, seq, hash, at, key_id, signature)
             values ($1, 0, sha256(''), now(), 'test', sha512(''))`,
      values: [tenantId],
    });
  });
  await rotateDataKey(context, tenantId);
  await fillSource(context, { actor, tenantId }, `shop-of-${mark}`);
  const writeExport = await beginExport(context, actor, tenantId);
  await writeExport(async () => {});
  await fillAnalyses(context, actor, mark);
  await putCampaign(context, actor, 'completed', { name: 'Completed', advertiser: 'an-advertiser' });
  await putLink(context, actor, 'a-link', LinkDetails.parse({ campaign: 'autumn', destination: 'https://shop.example/' }));
  await putPlacement(context, actor, 'a-placement', PlacementDetails.parse({ ...PLACE, kind: 'dynamic' }));
  await putCode(context, actor, { campaign: 'autumn', code: 'CODE', details: { show: 'a-show' } });
  await putShow(context, actor, 'a-show', { name: `Show of ${mark}` });
  await fillSurveys(context, actor, mark);
  await putSiteTag(context, actor, `of-${mark}`, { name: 'A shop', sites: ['https://shop.example'], clickDays: 30, paths: [PATH] });
  await send('touchpoints', touch('t-1'));
  await send('touchpoints', touch(`t-${mark}`, { campaign: `only-${mark}` }));
  await send('conversions', order('c-1'));
  await send('conversions', order(`c-${mark}`));
  await drainTenant(context, 'system', tenantId);
  await leavePrivacyRows(context, { actor, tenantId }, send);
  await acceptRefunds(context, actor, 'c-1', [{ id: 'r-1', occurredAt: '2026-11-12T10:00:00Z', valueMinor: 40 }]);
  await drainTenant(context, 'system', tenantId);
  await fillRequests(context, { actor, tenantId });
  const grantor = { actor, tenantId, campaign: 'autumn' };
  await offer(context, grantor);
  await drainShares(context, 'system', tenantId);
  await fillMatching(context, grantor);
  await leaveNote(context, grantor);
  await send('touchpoints', touch('t-2'));
  await leaveCodes(context, tenantId, `shop-of-${mark}`, () => send('conversions', order('c-2')));
  await putCode(context, actor, { campaign: 'autumn', code: `CODE-${mark.toUpperCase()}`, details: { show: null } });
}
