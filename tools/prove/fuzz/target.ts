import { createHash } from 'node:crypto';
import { BriefDetails } from '../../../server/src/ai/briefs/schema.ts';
import { putBrief } from '../../../server/src/ai/briefs/service.ts';
import { ProviderDetails } from '../../../server/src/ai/providers/schema.ts';
import { recordInsightIn } from '../../../server/src/ai/insights/service.ts';
import { putProvider } from '../../../server/src/ai/providers/service.ts';
import { addTranscript } from '../../../server/src/ai/transcripts/service.ts';
import { drainTenant } from '../../../server/src/attribution/paths/service.ts';
import { ExperimentDetails } from '../../../server/src/attribution/experiments/schema.ts';
import { putExperiment } from '../../../server/src/attribution/experiments/service.ts';
import { putModel } from '../../../server/src/attribution/models/service.ts';
import { putCampaign } from '../../../server/src/catalog/campaigns/service.ts';
import { putCode } from '../../../server/src/catalog/codes/service.ts';
import { putEpisode } from '../../../server/src/catalog/episodes/service.ts';
import { PlacementDetails } from '../../../server/src/catalog/placements/schema.ts';
import { putPlacement } from '../../../server/src/catalog/placements/service.ts';
import { LimitInput } from '../../../server/src/metering/limits/schema.ts';
import { putLimit } from '../../../server/src/metering/limits/service.ts';
import { putMeter } from '../../../server/src/metering/usage/service.ts';
import { BudgetTerms } from '../../../server/src/cost/budgets/schema.ts';
import { putBudget } from '../../../server/src/cost/budgets/service.ts';
import type { Context } from '../../../server/src/platform/context.ts';
import { inTenant } from '../../../server/src/platform/tenant-door.ts';
import { createApiKey, createFirstApiKeyIn } from '../../../server/src/security/apikeys/service.ts';
import { type Actor, systemActor } from '../../../server/src/tenants/authorize.ts';
import { createTenant } from '../../../server/src/tenants/service.ts';
import { NewImport } from '../../../server/src/tracking/imports/schema.ts';
import { openImport } from '../../../server/src/tracking/imports/service.ts';
import { NewSource } from '../../../server/src/tracking/sources/schema.ts';
import { createSource } from '../../../server/src/tracking/sources/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../../server/src/tracking/intake/service.ts';
import { addTestMember, cookieOf, createTestPerson } from '../../../server/test/people.ts';
import { foundIn } from '../../../server/test/routes-insights.ts';
import { adviseIn } from '../../../server/test/routes-recommendations.ts';
import { EXPERIMENT } from '../../../server/test/routes-experiments.ts';
import type { FuzzTarget, FuzzTenant } from './run.ts';

const REVOCABLE_KEYS = 10;
const PEOPLE = 8;
const MARK = 'bystander-only';
const PROVIDER = {
  kind: 'openai_compatible',
  account: 'own',
  apiKey: 'sk-of-a-fuzz',
  baseUrl: 'https://ai.example/v1',
  models: [{ model: 'small', prices: { inputMicros: 2_000, cacheReadMicros: 1_000, cacheWriteMicros: 2_000, outputMicros: 9_000 } }],
  monthlyCapCents: 0,
};
const TABLES = [
  'touchpoints',
  'touchpoint_keys',
  'conversions',
  'conversion_keys',
  'refunds',
  'campaigns',
  'shows',
  'episodes',
  'promo_codes',
  'api_keys',
  'audit_log',
  'idempotent_requests',
  'paths',
];

/** Touchpoints that answers of surveys and requests for episodes become are made here, later, and under ids of our own. */
const SENT_ONES = " where id !~ '^(survey|download):'";
// What the nights' work does for a tenant is none of the fuzz's doing.
const SENT: Record<string, string> = {
  audit_log: " where actor <> 'system'",
  touchpoints: SENT_ONES,
  touchpoint_keys: SENT_ONES,
};

interface Created extends FuzzTenant {
  tenantId: string;
  actor: Actor;
}

/** Signs people in who own the tenant; each has one session. */
async function signIn(context: Context, tenantId: string): Promise<string[]> {
  const cookies: string[] = [];
  for (let made = 0; made < PEOPLE; made += 1) {
    const person = await createTestPerson(context);
    await addTestMember(context, person, tenantId, 'owner');
    cookies.push(await cookieOf(context, person));
  }
  return cookies;
}

async function create(context: Context, slug: string): Promise<Created> {
  let apiKey = '';
  const tenantId = await createTenant(context, 'system', { name: slug, slug, tier: 'enterprise' }, async (tx) => {
    apiKey = await createFirstApiKeyIn(tx);
  });
  const counted = (table: string) => `select '${table}' as name, count(*)::integer as count from ${table}${SENT[table] ?? ''}`;
  const text = TABLES.map(counted).join(' union all ');
  const countRows = async () => {
    const rows = await inTenant(context.db, tenantId, (tx) => tx.query<{ name: string; count: number }>({ text }));
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  };
  const cookies = await signIn(context, tenantId);
  return { apiKey, cookies, tenantId, actor: systemActor(tenantId), countRows };
}

async function fill(context: Context, { actor, tenantId }: Created): Promise<void> {
  const event = { occurredAt: new Date(context.clock() - 86_400_000).toISOString(), identity: { userId: `${MARK}-user` } };
  await putCampaign(context, actor, `${MARK}-campaign`, { name: `${MARK} name`, spendMinor: 4_711, currency: 'USD' });
  await putCode(context, actor, { campaign: `${MARK}-campaign`, code: 'BYSTANDER', details: { show: null } });
  await acceptTouchpoints(context, actor, [{ id: `${MARK}-touch`, kind: 'click', campaign: `${MARK}-campaign`, ...event }], 'server');
  const order = { id: 'bystander-order', kind: 'purchase', valueMinor: 815, currency: 'USD', ...event };
  await acceptConversions(context, actor, [order], 'server');
  await drainTenant(context, 'system', tenantId);
}

async function openFile(context: Context, actor: Actor, fileName: string): Promise<string> {
  const fingerprint = createHash('sha256').update(fileName).digest('hex');
  const file = { kind: 'conversions', fileName, bytes: 10_000, fingerprint, format: 'ndjson' };
  return (await openImport(context, actor, NewImport.parse(file))).id;
}

/** Gives the sender what requests ask for under names that they name often, where they could not make it themselves. */
async function equip(context: Context, { actor, tenantId }: Created): Promise<Pick<FuzzTarget, 'transcriptId' | 'importIds'>> {
  // Under a name that requests name often; nobody hands out a secret for it, so that it can be rotated without one.
  for (const key of ['key-0', 'key-1', 'key-2']) await createSource(context, actor, NewSource.parse({ key, kind: 'woocommerce' }));
  for (const name of ['house', 'other'])
    for (const lookbackDays of [10, 20]) await putModel(context, actor, name, { base: 'linear', parameters: { lookbackDays } });
  for (const key of ['key-0', 'key-1', 'key-2']) await putExperiment(context, actor, key, ExperimentDetails.parse(EXPERIMENT));
  // They may cost nothing, so that none of their tests calls anybody.
  for (const key of ['key-0', 'key-1', 'key-2']) await putProvider(context, actor, key, ProviderDetails.parse(PROVIDER));
  const budget = BudgetTerms.parse({ name: 'All', period: 'monthly', currency: 'USD', amount: '12.50' });
  for (const key of ['key-0', 'key-1', 'key-2']) await putBudget(context, actor, key, budget);
  for (const key of ['placement-0', 'placement-1']) {
    const placed = { campaign: 'campaign-0', show: 'show-0', position: 'mid_roll', kind: 'baked_in' };
    await putPlacement(context, actor, key, PlacementDetails.parse(placed));
    await putBrief(context, actor, key, BriefDetails.parse({ sponsor: 'Lumen Lamps', promoCode: 'GLOW20' }));
  }
  await putMeter(context, actor, 'own', { unit: 'things', aggregation: 'sum', description: 'What reservations are of.' });
  // So large that none of its work is ever stopped by them.
  for (const key of ['key-0', 'key-1'])
    await putLimit(context, actor, key, LimitInput.parse({ meter: 'exports', period: 'day', hard: '1000000' }));
  // Under a name that no request gives: what it may cost is nothing, so that nobody is called.
  const audioModels = [{ model: 'ears', minuteMicros: 6_000 }];
  await putProvider(context, actor, 'ears', ProviderDetails.parse({ ...PROVIDER, models: [], audioModels }));
  await putEpisode(context, actor, 'episode-0', { name: 'The first' });
  const text = 'This episode is brought to you by Lumen Lamps. Go to lumenlamps.com and use the code GLOW20.';
  const { id: transcriptId } = await addTranscript(context, actor, { episode: 'episode-0', source: 'upload', text });
  const order = { id: 'id-0', kind: 'lead', occurredAt: new Date(context.clock() - 86_400_000).toISOString(), identity: { userId: 'u' } };
  await acceptConversions(context, actor, [order], 'server');
  await drainTenant(context, 'system', tenantId);
  await inTenant(context.db, tenantId, (tx) => recordInsightIn(tx, foundIn('key-0'), new Date(context.clock())));
  await inTenant(context.db, tenantId, (tx) => adviseIn(tx, 'key-0', new Date(context.clock())));
  const importIds = { kept: await openFile(context, actor, 'kept.ndjson'), spare: await openFile(context, actor, 'spare.ndjson') };
  return { transcriptId, importIds };
}

/** Makes the two tenants of a fuzz on a served installation; `mark` tells them from those of another one there. */
export async function createTarget(context: Context, url: string, mark = ''): Promise<FuzzTarget & { sender: Created }> {
  const [sender, bystander] = [await create(context, `sender${mark}`), await create(context, `bystander${mark}`)];
  await fill(context, bystander);
  const revocableKeyIds: string[] = [];
  for (let made = 0; made < REVOCABLE_KEYS; made += 1)
    revocableKeyIds.push((await createApiKey(context, sender.actor, { name: 'to be revoked', scopes: ['read'] })).id);
  const { transcriptId, importIds } = await equip(context, sender);
  const theirs = await createApiKey(context, bystander.actor, { name: MARK, scopes: ['read'] });
  return {
    url,
    nowMs: context.clock(),
    sender,
    revocableKeyIds,
    transcriptId,
    importIds,
    bystander,
    bystanderIds: ['bystander-order', 'BYSTANDER', theirs.id],
    bystanderSecrets: [`${MARK}-`, `${MARK} name`, bystander.tenantId],
  };
}
