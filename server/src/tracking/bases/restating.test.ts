import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { drainRequests } from '../counting/service.ts';
import { type GivenList, updateLists, withdrawList } from '../lists/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const placement = { campaign: 'spring', show: 'daily', position: 'mid_roll', kind: 'baked_in' };
  await world.send('PUT', '/placements/mid', { body: { ...placement, startsOn: '2026-11-10', endsOn: '2026-11-10' } });
  const request = {
    occurredAt: '2026-11-10T10:00:00Z',
    url: 'https://cdn.example/1.mp3',
    ip: IP,
    userAgent: PLAYER,
    show: 'daily',
    episode: '1',
  };
  await world.send('POST', '/tracking/requests', { body: { requests: [{ ...request, id: 'r' }] } });
  const sale = { occurredAt: '2026-11-12T10:00:00Z', kind: 'subscription', valueMinor: 4_999, currency: 'SEK', identity: { ip: IP } };
  await world.send('POST', '/conversions', { body: { conversions: [{ ...sale, id: 'order' }] } });
});
afterAll(() => world.close());

const IP = '198.51.100.77';
const PLAYER = 'Rumbler/2.0 (Android)';
const OTHERS = { bots: '[{"name": "Nobody", "pattern": "^Nobody/"}]', networks: '203.0.113.0/24' };

async function load(kind: keyof typeof OTHERS, text: string): Promise<void> {
  const list: GivenList = { kind, source: 'test', text, licence: null, connectionType: 'datacenter', effectiveFrom: new Date(0) };
  await updateLists(world.database.context, 'system', [list]);
}

/** What everything says of the one request and the one order once nothing waits: its fate, its day, its touchpoint, its credit. */
async function standing(): Promise<object> {
  await drainRequests(world.database.context, 'system', world.mine.tenantId);
  await world.drain();
  const read = async (text: string) => (await world.admin.query<object>(text, [world.mine.tenantId])).rows;
  const { totals } = (await world.send('GET', '/attribution/report?model=linear&groupBy=campaign&currency=SEK&conversionKind=subscription'))
    .json as { totals: object };
  const { touchpoints } = (await world.send('GET', '/attribution/conversions/order/explanation')).json as { touchpoints: { id: string }[] };
  const waterfall = (await world.send('GET', '/tracking/waterfall?campaign=spring')).json;
  return {
    requests: await read(`select id, fate, reason from episode_requests where tenant_id = $1 order by id`),
    days: await read(`select fate, is_usable, requests::integer from request_days where tenant_id = $1 and requests <> 0 order by 1, 2, 3`),
    stored: await read(`select id, campaign, placement from touchpoints where tenant_id = $1 and show = 'daily' order by id`),
    totals,
    path: touchpoints.map(({ id }) => id),
    waterfall,
  };
}

test.each([
  ['bots', '[{"name": "Rumbler", "pattern": "^Rumbler/"}]', 'bot'],
  ['networks', '198.51.100.0/24', 'datacenter'],
] as const)(
  'a change of %s takes a download and its credit back, and the change back restores both to the last byte',
  async (kind, text, reason) => {
    await load(kind, OTHERS[kind]);
    const before = await standing();
    expect(before).toMatchObject({ requests: [{ fate: 'download', reason: null }], path: ['download:r:mid'] });
    expect(before).toMatchObject({ totals: { attributedConversions: 1, attributedValueMinor: 4_999 } });
    await load(kind, text);
    expect(await standing()).toMatchObject({
      requests: [{ fate: reason, reason }],
      days: [{ fate: reason, is_usable: false, requests: 1 }],
      stored: [],
      path: [],
      waterfall: { requests: 1, downloads: 0, attributed: 0 },
      totals: { attributedConversions: 0, attributedValueMinor: 0, unattributedConversions: 1, unattributedValueMinor: 4_999 },
    });
    await load(kind, OTHERS[kind]);
    expect(await standing()).toEqual(before);
    expect(await world.auditOf(world.mine)).toContainEqual({ actor: 'system', action: 'downloads.restate', target: 'lists' });
    await load(kind, text);
    expect(await standing()).toMatchObject({ stored: [], path: [] });
    await withdrawList(world.database.context, 'system', { kind, to: 'built-in' });
    expect(await standing()).toEqual(before);
  },
);
