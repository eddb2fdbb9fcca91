import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drainShares } from '../../../server/src/attribution/share-runs/service.ts';
import { operatorOf } from '../../../cli/src/installation.ts';
import { checkExamples } from './check.ts';
import type { World } from './world.ts';

/** An order that three clicks led to, matched. */
async function sell({ send, run }: World): Promise<void> {
  const occurredAt = new Date(Date.now() - 3_600_000).toISOString();
  const identity = { userId: 'somebody' };
  const touches = ['daily-tech', 'true-north', 'long-run'].map((show) => ({
    id: `click-${show}`,
    kind: 'click',
    campaign: 'spring',
    show,
    occurredAt,
    identity,
  }));
  await send('POST', '/touchpoints', { touchpoints: touches });
  const order = { id: 'order-1', kind: 'purchase', valueMinor: 10_000, currency: 'USD', occurredAt, identity };
  await send('POST', '/conversions', { conversions: [order] });
  await run('earshot attribution run --tenant network');
}

/** What a signed page hands out, and the keys of whoever signed it, as somebody elsewhere has fetched both. */
async function fetchExplanation({ folder, server, run }: World): Promise<void> {
  const text = await run('earshot explanations share order-1 --model linear --tenant network --json');
  const { pathname } = new URL((JSON.parse(text) as { address: string }).address);
  const files = { 'explanation.json': `${pathname}.json`, 'keys.json': '/.well-known/explanation-keys.json' };
  for (const [name, path] of Object.entries(files)) writeFileSync(join(folder, name), await (await fetch(`${server.url}${path}`)).text());
}

/** A matching share that another tenant has accepted, with an order of theirs that went into its run. */
async function share({ run, server, within }: World): Promise<void> {
  const printed = async <Printed>(line: string) => JSON.parse(await run(`${line} --json`)) as Printed;
  const { apiKey } = await printed<{ apiKey: string }>('earshot tenants create --name Brand --slug brand');
  const offer = 'earshot shares create --tenant network --campaign earshot-sample-spring-launch --partner Brand --matching';
  const end = new Date(Date.now() + 86_400_000).toISOString();
  const { id, invitationCode } = await printed<{ id: string; invitationCode: string }>(`${offer} --expires-at ${end}`);
  await server.send('POST', '/shares/received', apiKey, { code: invitationCode });
  await server.send('PUT', `/shares/received/${id}/acceptance`, apiKey, {});
  const order = { id: 'one', occurredAt: new Date().toISOString(), kind: 'lead', identity: { userId: 'one' } };
  await server.send('POST', '/conversions', apiKey, { conversions: [order] });
  await run('earshot attribution run --tenant brand');
  for (const slug of ['brand', 'network', 'brand'])
    await within(async (context) => drainShares(context, 'system', (await operatorOf(context, slug)).tenantId));
}

checkExamples('attribution', {
  'import requests': ({ send }) => send('PUT', '/shows/garden', { name: 'The Garden Hour' }),
  'import usage': ({ run }) => run('earshot cost meters set edits --tenant network --unit hours --aggregation sum'),
  'catalog import': ({ send }) => send('PUT', '/advertisers/acme', { name: 'Acme' }),
  'experiments list': ({ send }) => {
    const year = new Date().getUTCFullYear() + 1;
    const times = { from: `${year}-05-01`, to: `${year}-06-01` };
    const plan = { design: 'audience_split', campaign: 'earshot-sample-brand-series', conversionKind: 'lead', ...times };
    return send('PUT', '/attribution/experiments/earlier', { ...plan, baseline: 0.02, effect: 0.005 });
  },
  'explanations share': sell,
  'explanations verify': fetchExplanation,
  'views list': ({ send }) => send('POST', '/views', { name: 'Shows by share', address: '/compare?models=linear&days=30', isShared: true }),
  'shares list': share,
});
