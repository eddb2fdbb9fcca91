import { fromShopify, SECRET, shopifyOrder } from '../../../server/test/delivering-shop.ts';
import { createTenant } from '../crash/audit.ts';
import type { AuditTenant } from '../crash/batches.ts';
import { type Answer, ask, fieldsOf, statusText } from './asking.ts';
import { type Drill, openChecks, type Outcome } from './drill.ts';
import { type Ground, openGround, until } from './ground.ts';

const TIMES = 40;
const ORDER = 820_982_911;

interface Source {
  publicId: string;
  secret: string;
}

async function openSource(url: string, tenant: AuditTenant, kind: string, more: object = {}): Promise<Source> {
  const body = JSON.stringify({ key: `of-${kind}`, kind, ...more });
  const answer = await ask(`${url}/api/v1/tracking/sources`, { method: 'POST', headers: fieldsOf(tenant), body });
  if (answer.status !== 201) throw new Error(`a source was answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as Source;
}

const together = (send: (place: number) => Promise<Answer>) => Promise.all(Array.from({ length: TIMES }, (_, place) => send(place)));

/** Has everything that can come twice come many times at once; `nameOf` gives each sending its name: the same one, or one of its own. */
async function sendAll(url: string, tenant: AuditTenant, sources: Record<string, Source>, nameOf: (place: number) => string) {
  const headers = fieldsOf(tenant);
  const event = (place: number) => ({ id: nameOf(place), occurredAt: '2026-11-01T10:00:00Z', identity: { userId: 'a-person' } });
  const touchpoint = (place: number) => ({ ...event(place), kind: 'impression', campaign: 'c' });
  const conversion = (place: number) => ({ ...event(place), kind: 'purchase', valueMinor: 100, currency: 'USD' });
  const post = (path: string, body: unknown) => ask(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const ga4 = (place: number) => ({
    client_id: '1.2',
    events: [{ name: 'purchase', params: { transaction_id: nameOf(place), value: 1, currency: 'USD' } }],
  });
  return [
    ...(await together((place) => post('/api/v1/touchpoints', { touchpoints: [touchpoint(place)] }))),
    ...(await together((place) => post('/api/v1/conversions', { conversions: [conversion(place)] }))),
    ...(await together((place) => {
      const number = ORDER + (Number(/\d+$/.exec(nameOf(place))?.[0] ?? 0) % 1_000);
      const sent = fromShopify('orders/paid', shopifyOrder(number), { id: nameOf(place) });
      return ask(`${url}/hooks/shopify/${sources.shopify.publicId}`, { method: 'POST', headers: sent.headers, body: sent.body });
    })),
    ...(await together((place) => {
      const query = new URLSearchParams({ measurement_id: sources.ga4.publicId, api_secret: sources.ga4.secret });
      return post(`/api/v1/integrations/ga4/mp/collect?${query.toString()}`, ga4(place));
    })),
    ...(await together((place) => {
      const query = new URLSearchParams({
        advertiser: sources.podscribe.publicId,
        action: 'purchase',
        order_number: nameOf(place),
        order_value: '1.00',
        url: 'https://shop.example/',
      });
      const agent = { 'user-agent': 'Mozilla/5.0 (Macintosh) AppleWebKit/605 Safari/605', 'x-forwarded-for': `198.18.0.${place + 1}` };
      return ask(`${url}/api/v1/integrations/podscribe/tag?${query.toString()}`, { headers: agent });
    })),
  ];
}

/** How many events there are of each way in. */
async function countStored(ground: Ground): Promise<Record<string, number>> {
  const rows = await ground.ask<{ way: string; count: number }>(
    `select 'batch of touchpoints' as way, count(*)::integer as count from touchpoints union all
     select case when id like '%:%' then split_part(id, ':', 1) else 'batch of conversions' end, count(*)::integer
     from conversions group by 1`,
  );
  return Object.fromEntries(rows.map(({ way, count }) => [way, count]));
}

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const ground = await openGround({ settings: { EARSHOT_TRUSTED_PROXIES: '127.0.0.1/32' } });
  try {
    const tenant = await createTenant(ground, 'doubled');
    const url = await ground.address();
    const sources = {
      shopify: await openSource(url, tenant, 'shopify', { secret: SECRET }),
      ga4: await openSource(url, tenant, 'ga4'),
      podscribe: await openSource(url, tenant, 'podscribe'),
    };
    const hasAll = (each: number) => async () => {
      const counts = Object.values(await countStored(ground));
      return counts.length === 5 && counts.every((count) => count === each);
    };
    tell(`the same ${TIMES} times at once`);
    const answers = await sendAll(url, tenant, sources, () => 'order-0');
    await until(hasAll(1), 15_000);
    const stored = await countStored(ground);
    tell('control: as many that differ');
    await sendAll(url, tenant, sources, (place) => `order-${place + 1}`);
    await until(hasAll(TIMES + 1), 15_000);
    const control = await countStored(ground);
    const refused = answers.filter(({ status }) => status < 200 || status > 299);
    demand(refused.length === 0, `something was refused: ${statusText(refused)}`);
    for (const [way, count] of Object.entries(stored)) demand(count === 1, `${way}: ${count} stored`);
    demand(Object.keys(stored).length === 5, `only these came in: ${Object.keys(stored).join(', ')}`);
    for (const [way, count] of Object.entries(control))
      demand(count === TIMES + 1, `control, ${way}: ${count} stored instead of ${TIMES + 1}, so that the drill sees nothing`);
    return { seen: `each of the ${Object.keys(stored).length} once; control with ${TIMES} more of each: all stored`, faults };
  } finally {
    await ground.remove();
  }
}

export const duplicates: Drill = {
  name: 'duplicate delivery',
  fault: `a batch of touchpoints, one of conversions, a webhook, a postback and a pixel of an order, each ${TIMES} times at once`,
  expected: 'each is answered 2xx every time and stored once',
  run,
};
