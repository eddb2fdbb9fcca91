import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operatorToken } from '../../../test/operators.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { TierFlags } from '../../tenants/flags/schema.ts';
import type { TenantDetails } from '../../tenants/lifecycle/schema.ts';

let world: World;
let key: string;
const made: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  key = await operatorToken(world.database.context);
  for (const [name, slug, tier] of [
    ['Herons & Sons', 'herons', 'starter'],
    ['100% Audio', 'percent', 'free'],
    ['Night_Shift', 'heron-night', 'starter'],
  ]) {
    const { json } = await send('POST', '/tenants', { name, slug, tier });
    made.push((json as { tenantId: string }).tenantId);
  }
});
afterAll(() => world.close());

const send = (method: string, path: string, body?: object) => world.server.send(method, `/api/v1/platform${path}`, { key, body });
const slugs = async (query: string) =>
  ((await send('GET', `/tenants?${query}`)).json as { items: TenantDetails[] }).items.map(({ slug }) => slug);

describe('the installation’s administration', () => {
  test('finds tenants by a part of their name or slug, where "%" and "_" mean themselves', async () => {
    expect(await slugs('search=HERON')).toEqual(['herons', 'heron-night']);
    expect(await slugs(`search=${encodeURIComponent('100%')}`)).toEqual(['percent']);
    expect(await slugs('search=t_s')).toEqual(['heron-night']);
    expect(await slugs('search=nobody-at-all')).toEqual([]);
  });

  test('narrows them by tier and by state, page after page', async () => {
    expect(await slugs('search=heron&tier=free')).toEqual([]);
    await send('POST', `/tenants/${made[0]}/suspend`, {});
    await send('POST', `/tenants/${made[2]}/suspend`, {});
    await send('POST', `/tenants/${made[2]}/close`, { waiveExport: true });
    expect(await slugs('search=heron&state=suspended')).toEqual(['herons']);
    expect(await slugs('search=heron&state=closed')).toEqual(['heron-night']);
    expect(await slugs('search=heron&state=active')).toEqual([]);
    const first = (await send('GET', '/tenants?search=heron&limit=1')).json as { items: TenantDetails[]; nextCursor: string };
    expect(first.items.map(({ slug }) => slug)).toEqual(['herons']);
    expect(await slugs(`search=heron&limit=1&cursor=${first.nextCursor}`)).toEqual(['heron-night']);
    for (const wrong of ['state=asleep', 'tier=gold', `search=${'x'.repeat(201)}`])
      expect((await send('GET', `/tenants?${wrong}`)).status).toBe(400);
  });

  test('keeps the reason of a suspension in its own log', async () => {
    expect((await send('POST', `/tenants/${made[1]}/suspend`, { reason: ' ' })).status).toBe(400);
    expect((await send('POST', `/tenants/${made[1]}/suspend`, { reason: 'Does not pay' })).status).toBe(200);
    const { items } = (await send('GET', '/audit-log?limit=1')).json as { items: object[] };
    expect(items).toMatchObject([{ action: 'tenant.suspend', target: made[1], after: { reason: 'Does not pay' } }]);
  });

  test('tells how each flag stands for each tier, and who said so', async () => {
    const webhooks = async () => ((await send('GET', '/flags')).json as TierFlags).items.find(({ flag }) => flag === 'webhooks');
    const expiresAt = '2999-01-01T00:00:00.000Z';
    await send('PUT', '/tiers/starter/flags/webhooks', { enabled: false, expiresAt });
    expect(await webhooks()).toMatchObject({
      isOnByDefault: true,
      tiers: [
        { tier: 'free', enabled: true, source: 'default', expiresAt: null },
        { tier: 'starter', enabled: false, source: 'tier', expiresAt },
        { tier: 'professional', enabled: true, source: 'default' },
        { tier: 'enterprise', enabled: true, source: 'default' },
      ],
    });
    await send('DELETE', '/tiers/starter/flags/webhooks');
    expect((await webhooks())?.tiers[1]).toMatchObject({ enabled: true, source: 'default', expiresAt: null });
  });
});
