import { createHmac } from 'node:crypto';
import { feedText } from '../../../server/test/feed-server.ts';
import { inAuth } from '../../../server/src/platform/tenant-door.ts';
import { findPersonByEmailIn } from '../../../server/src/security/people/service.ts';
import { giveTestFactor } from '../../../server/test/people.ts';
import { createTenant } from '../../../server/src/tenants/service.ts';
import { checkExamples } from './check.ts';
import type { World } from './world.ts';

const SECRET = 'what-both-sides-know';

/** A feed with a transcript, as the host of a show publishes it. */
function publishFeed({ feeds }: World): Promise<void> {
  const transcript = '<podcast:transcript url="https://media.example/ep-7.vtt" type="text/vtt"/>';
  feeds.answer('/garden.xml', feedText('The Garden Hour', [{ guid: 'ep-7', more: transcript }]));
  return Promise.resolve();
}

/** A file that was sent in the dashboard, one line of which says nothing that can be taken. */
async function sendFile({ send }: World): Promise<void> {
  const bytes = Buffer.from('a,b,c,d\nweb-1,2026-11-02T10:00:00Z,click,u-9\nweb-2,never,click,u-9\n');
  const columns = ['id', 'occurredAt', 'kind', 'identity.userId'];
  const file = { kind: 'touchpoints', fileName: 'exposures.csv', bytes: bytes.length, fingerprint: '1'.repeat(64), format: 'csv', columns };
  const { id } = (await send('POST', '/tracking/imports', file)) as { id: string };
  await send('PUT', `/tracking/imports/${id}/parts/0`, { base64: bytes.toString('base64') });
}

/** An order that a shop delivered and signed with another secret than ours, which was mended since. */
async function deliverOrder({ send, server }: World): Promise<void> {
  const { publicId } = (await send('POST', '/tracking/sources', { key: 'shop', kind: 'shopify', secret: 'not-the-right-one' })) as {
    publicId: string;
  };
  const at = new Date().toISOString();
  const order = JSON.stringify({ id: 1_001, order_number: 1_001, currency: 'USD', total_price: '49.99', created_at: at });
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/paid',
    'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(order).digest('base64'),
  };
  await fetch(`${server.url}/hooks/shopify/${publicId}`, { method: 'POST', headers, body: order });
  await send('POST', '/tracking/sources/shop/rotate', { secret: SECRET });
}

/** A second factor of the person that the page has created. */
async function giveFactor({ within }: World): Promise<void> {
  await within(async (context) => {
    const person = await inAuth(context.db, (tx) => findPersonByEmailIn(tx, 'ada@acme.example'));
    if (person !== undefined) await giveTestFactor(context, person);
  });
}

async function joinNetwork({ run }: World): Promise<void> {
  for (const [name, role] of [
    ['Olive', 'owner'],
    ['Joan', 'viewer'],
  ])
    await run(`earshot people create --email ${name.toLowerCase()}@network.example --name ${name} --tenant network --role ${role}`);
}

checkExamples('installation', {
  'tenants close': ({ within }) => within((context) => createTenant(context, 'system', { name: 'Trial', slug: 'trial', tier: 'free' })),
  'people reset-mfa': giveFactor,
  'imports list': sendFile,
  'shows add': publishFeed,
  'members list': joinNetwork,
  'pulls status': async ({ send, run }) => {
    await send('POST', '/tracking/sources', { key: 'op3', kind: 'op3', secret: 'the-key-of-the-host' });
    await run('earshot pulls run --source op3 --tenant network');
  },
  'hooks list': deliverOrder,
  'secret-key rotate': ({ server }) => server.stop(),
});
