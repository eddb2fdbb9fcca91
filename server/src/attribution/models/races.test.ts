import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { putCampaignIn } from '../../catalog/campaigns/service.ts';
import { importCatalog } from '../../catalog/bulk/service.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { archiveOwnModelIn, holdModelsIn, keepOwnModelIn } from '../../tenants/models/service.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import { deleteModel, putModel } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const LINEAR = { base: 'linear' as const, parameters: {} };
const own = (name: string) => putModel(world.database.context, world.mine.actor, name, LINEAR);
const archive = (name: string) => deleteModel(world.database.context, world.mine.actor, name);
const settle = (defaultModel: string | null) =>
  putSettings(world.database.context, world.mine.actor, world.mine.tenantId, { ...TENANT_DEFAULTS, defaultModel });

/** Takes a step, begins what is to meet it before that step is committed, and commits once the other waits, or has not waited. */
async function meeting<Result>(step: (tx: TenantTx) => Promise<unknown>, other: () => Promise<Result>): Promise<Result> {
  let met: Promise<Result> | undefined;
  await inTenant(world.database.context.db, world.mine.tenantId, async (tx) => {
    await step(tx);
    let isOver = false;
    met = other().finally(() => (isOver = true));
    met.catch(() => undefined);
    while (!isOver && (await waitingSessions(world.admin)) === 0);
  });
  if (met === undefined) throw new Error('nothing was met');
  return met;
}

const inUse = (name: string) => world.send('GET', `/attribution/models/${name}`).then(({ json }) => json as { archivedAt: string | null });

test('a model that a campaign is taking for its default is not archived meanwhile', async () => {
  await own('taken');
  const { context } = world.database;
  const campaign = { key: 'taking', details: { ...NO_DETAILS, defaultModel: 'taken' } };
  const take = (tx: TenantTx) => putCampaignIn(context, tx, world.mine.actor, campaign);
  await expect(meeting(take, () => archive('taken'))).rejects.toMatchObject({ code: 'conflict' });
  expect(await inUse('taken')).toMatchObject({ archivedAt: null });
});

test('a model that is being archived is taken for no default: not of the tenant, of a campaign or of a file of campaigns', async () => {
  const { context } = world.database;
  const { actor } = world.mine;
  const takers: [string, () => Promise<unknown>][] = [
    ['of-tenant', () => settle('of-tenant')],
    ['of-campaign', () => inTenant(context.db, world.mine.tenantId, (tx) => putCampaignIn(context, tx, actor, late('of-campaign')))],
    ['of-file', () => importCatalog(context, actor, { noun: 'campaigns', csv: 'key,defaultModel\nfiled,of-file\n', dryRun: false })],
  ];
  for (const [name, take] of takers) {
    await own(name);
    const gone = async (tx: TenantTx) => {
      await holdModelsIn(tx);
      await archiveOwnModelIn(tx, name, { archivedAt: new Date(context.clock()).toISOString(), archivedBy: actor.name });
    };
    await expect(meeting(gone, take), name).rejects.toMatchObject({ code: 'invalid_request' });
  }
});

test('a model that is saved anew while it is archived is in use afterwards, or not at all: never archived and saved at once', async () => {
  await own('anew');
  const { context } = world.database;
  const named = { name: 'anew', createdAt: new Date(context.clock()).toISOString(), createdBy: 'somebody' };
  const save = (tx: TenantTx) => keepOwnModelIn(tx, named, { base: 'time_decay', parameters: { halfLifeDays: 3 } });
  await meeting(save, () => archive('anew'));
  const found = (await inUse('anew')) as { version: number; archivedAt: string | null };
  expect(found).toMatchObject({ version: 2, archivedAt: expect.any(String) });
});

test('of two that save a model at once both are kept, one after the other', async () => {
  await own('both');
  const { context } = world.database;
  const named = { name: 'both', createdAt: new Date(context.clock()).toISOString(), createdBy: 'somebody' };
  const save = (tx: TenantTx) => keepOwnModelIn(tx, named, { base: 'time_decay', parameters: { halfLifeDays: 3 } });
  const other = () => putModel(context, world.mine.actor, 'both', { base: 'time_decay', parameters: { halfLifeDays: 5 } });
  expect(await meeting(save, other)).toMatchObject({ version: 3, parameters: { halfLifeDays: 5 } });
});

const NO_DETAILS = {
  name: null,
  advertiser: null,
  startsOn: null,
  endsOn: null,
  budgetMinor: null,
  goal: null,
  spendMinor: null,
  currency: null,
  defaultModel: null,
};
const late = (name: string) => ({ key: 'late', details: { ...NO_DETAILS, defaultModel: name } });
