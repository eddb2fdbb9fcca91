import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { putPlacement } from '../../catalog/placements/service.ts';
import { PlacementDetails } from '../../catalog/placements/schema.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import { drainRequests } from '../counting/service.ts';
import { acceptEpisodeRequests } from '../requests/service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const AGENTS = ['AntennaPod/3.4.0', 'Googlebot/2.1 (+http://www.google.com/bot.html)', 'atc/1.0 watchOS/10.1', undefined];
/** Ads that a host says it put into the file; one at the join of two ranges, one that nobody booked. */
const ADS = [
  undefined,
  [
    { placement: 'p-3', firstByte: 0, lastByte: 299_999 },
    { placement: 'p-4', firstByte: 400_000, lastByte: 1_499_999 },
  ],
  [
    { placement: 'p-1', firstByte: 100, lastByte: 1_999_999 },
    { placement: 'never-booked', firstByte: 0, lastByte: 9 },
  ],
];
const START = Date.parse('2026-11-10T21:00:00Z');

/** A few listeners who ask for two episodes over two days, in ranges or whole, through a prefix and a host's log. */
const requestArbitrary = fc.record({
  minute: fc.integer({ min: 0, max: 2 * 24 * 60 }),
  listener: fc.integer({ min: 0, max: 1 }),
  agent: fc.integer({ min: 0, max: AGENTS.length - 1 }),
  episode: fc.constantFrom('one', 'two'),
  isLogged: fc.boolean(),
  range: fc.constantFrom(undefined, 'bytes=0-1', 'bytes=0-499999', 'bytes=500000-1999999'),
  counted: fc.constantFrom(undefined, undefined, undefined, true, false),
  ads: fc.constantFrom(...ADS),
});
type Shape = typeof requestArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

function request(shape: Shape, place: number): object {
  const { minute, listener, agent, episode, isLogged, range, counted, ads } = shape;
  const [from, to] = (/=(\d+)-(\d+)/.exec(range ?? '=0-9999999') ?? []).slice(1).map(Number);
  const logged = {
    status: range === undefined ? 200 : 206,
    bytesSent: to - from + 1,
    durationSeconds: 1_000,
    fileBytes: 10_000_000,
    headerBytes: 1_000,
    ads,
  };
  return {
    id: `r-${place}`,
    occurredAt: new Date(START + minute * 60_000).toISOString(),
    url: `https://host.example/${episode}.mp3`,
    ip: `198.51.100.${listener}`,
    userAgent: AGENTS[agent],
    show: 'daily',
    episode,
    range,
    counted,
    ...(isLogged ? logged : { evidence: 'prefix_request' }),
  };
}

async function everything({ tenantId }: TestTenant) {
  return inTenant(database.context.db, tenantId, async (tx) => {
    const read = (text: string) => tx.query({ text, values: [tenantId] });
    return {
      fates: await read('select id, fate, reason, touchpoint_ids from episode_requests where tenant_id = $1 order by id'),
      touchpoints: await read(
        `select id, occurred_at, campaign, placement, show, episode, metadata from touchpoints where tenant_id = $1 order by id`,
      ),
      undelivered: await read(
        `select request_id, placement, campaign, show, episode, reason from undelivered_ads where tenant_id = $1 order by 1, 2`,
      ),
      keys: await read('select id from touchpoint_keys where tenant_id = $1 order by id'),
      days: await read(
        `select day, show, episode, evidence, fate, is_usable, requests from request_days where tenant_id = $1 and requests <> 0
         order by 1, 2, 3, 4, 5, 6`,
      ),
      daysFromRows: await read(
        `select (occurred_at at time zone 'UTC')::date as day, coalesce(show, '') as show, coalesce(episode, '') as episode, evidence, fate,
           fate = 'download' and address_key is not null and connection_type not in ('relay', 'datacenter') as is_usable,
           count(*)::bigint as requests
         from episode_requests where tenant_id = $1 and fate is not null group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
      ),
      waiting: await read(
        `select 1 from waiting_listeners where tenant_id = $1 union all select 1 from waiting_downloads where tenant_id = $1`,
      ),
    };
  });
}

const placement = (campaign: string, more: object = {}) =>
  PlacementDetails.parse({ campaign, show: 'daily', position: 'mid_roll', kind: 'baked_in', startsOn: '2026-11-11', ...more });

/** Sends requests in parts, counts after each, and changes window and placements on the way or before. */
async function count(shapes: readonly Shape[], { order, cuts, changesAt }: { order: number[]; cuts: number[]; changesAt: number }) {
  const { context } = database;
  const tenant = await createTestTenant(context);
  const settle = async () => {
    await putSettings(context, tenant.actor, tenant.tenantId, { ...TENANT_DEFAULTS, downloadWindow: 'rolling_first' });
    await putPlacement(context, tenant.actor, 'p-1', placement('spring', { audio: { startSeconds: 60, endSeconds: 150 } }));
    await putPlacement(context, tenant.actor, 'p-2', placement('autumn', { episode: 'two' }));
    await putPlacement(context, tenant.actor, 'p-3', placement('winter', { kind: 'dynamic' }));
    await putPlacement(context, tenant.actor, 'p-4', placement('winter', { kind: 'dynamic' }));
  };
  const requests = order.map((place) => request(shapes[place], place));
  let from = 0;
  const bounds = [...cuts, requests.length];
  for (const [turn, to] of bounds.entries()) {
    if (turn === Math.min(changesAt, bounds.length - 1)) await settle();
    if (to > from) await acceptEpisodeRequests(context, tenant.actor, requests.slice(from, to), { source: 'api' });
    from = Math.max(from, to);
    await drainRequests(context, 'system', tenant.tenantId);
  }
  return everything(tenant);
}

test(
  'the same requests have the same fates, touchpoints and sums, in whatever order and parts they come',
  { timeout: 120_000 },
  async () => {
    const scenario = fc.array(requestArbitrary, { minLength: 3, maxLength: 14 }).chain((shapes) =>
      fc.record({
        shapes: fc.constant(shapes),
        order: fc.shuffledSubarray([...shapes.keys()], { minLength: shapes.length }),
        cuts: fc.array(fc.integer({ min: 0, max: shapes.length }), { maxLength: 3 }).map((all) => all.toSorted((a, b) => a - b)),
        changesAt: fc.integer({ min: 0, max: 3 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(scenario, async ({ shapes, order, cuts, changesAt }) => {
        const inOne = await count(shapes, { order: [...shapes.keys()], cuts: [], changesAt: 0 });
        const inParts = await count(shapes, { order, cuts, changesAt });
        expect(inParts).toEqual(inOne);
        expect(inOne.days).toEqual(inOne.daysFromRows);
        expect(inOne.waiting).toEqual([]);
        expect(inOne.keys).toEqual(inOne.touchpoints.map((one) => ({ id: (one as { id: string }).id })));
      }),
      { numRuns: 25 },
    );
  },
);
