import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordInsightIn } from '../../../server/src/ai/insights/service.ts';
import { inTenant } from '../../../server/src/platform/tenant-door.ts';
import { mp3Of } from '../../../server/test/audio-files.ts';
import { fromChat, hears } from '../../../server/test/model-server.ts';
import { keepAnomalyIn } from '../../../server/test/routes-anomalies.ts';
import { foundIn } from '../../../server/test/routes-insights.ts';
import { operatorOf } from '../../../cli/src/installation.ts';
import { checkExamples } from './check.ts';
import type { World } from './world.ts';

const MONTH = new Date().toISOString().slice(0, 7);
const CAMPAIGN = 'earshot-sample-spring-launch';

type Tx = Parameters<typeof keepAnomalyIn>[0];

const inNetwork = ({ within }: World, work: (tx: Tx) => Promise<unknown>) =>
  within(async (context) => inTenant(context.db, (await operatorOf(context, 'network')).tenantId, work));

/** Hours of a studio that a program told of. */
async function useStudio({ run, send }: World): Promise<void> {
  await run('earshot cost meters set studio_hours --tenant network --unit hours --aggregation sum');
  const event = { id: 'session-1', source: 'calendar', type: 'studio_hours', time: `${MONTH}-01T00:00:00Z`, data: { value: 3.5 } };
  await send('POST', '/cost/usage', { events: [event] });
}

/** Sixty days of downloads with a weekly beat, and one day on which almost nobody came. */
function writeSeries({ folder }: World): Promise<void> {
  const rows = Array.from({ length: 60 }, (_, day) => {
    const at = new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10);
    return `${at},${day === 55 ? 12 : 900 + 60 * (day % 7) + ((day * 37) % 29)}`;
  });
  writeFileSync(join(folder, 'downloads.csv'), `timestamp,value\n${rows.join('\n')}\n`);
  return Promise.resolve();
}

/** Orders with a code that is nobody's, and long enough ago for a look at the figures. */
async function sellWithCode({ send, run }: World): Promise<void> {
  const occurredAt = new Date(Date.now() - 45 * 86_400_000).toISOString();
  const value = { occurredAt, kind: 'purchase', valueMinor: 4_000, currency: 'USD', promoCode: 'GLOW' };
  await send('POST', '/conversions', { conversions: Array.from({ length: 40 }, (_, place) => ({ id: `glow-${place}`, ...value })) });
  await run('earshot ai recommendations refresh --tenant network');
}

/** Episodes of the catalogue, audio of one of them, and who hears it. */
async function publishEpisodes({ folder, models, send }: World): Promise<void> {
  for (const episode of ['ep-7', 'ep-8']) await send('PUT', `/episodes/${episode}`, { name: null });
  await send('PUT', '/advertisers/lumen', { name: 'Lumen Lamps' });
  const details = { kind: 'openai', account: 'own', apiKey: 'sk-test', baseUrl: models.url, audioModels: [{ model: 'whisper-1' }] };
  await send('PUT', '/ai/providers/ears', details);
  writeFileSync(join(folder, 'ep-8.mp3'), mp3Of(2_300));
}

function say({ models }: World): Promise<void> {
  models.say(
    hears(
      [
        [0, 30, 'Tomatoes need compost before the first frost.'],
        [30, 60, 'See you next week.'],
      ],
      60,
    ),
  );
  return Promise.resolve();
}

async function bookPlacements({ send }: World): Promise<void> {
  const placed = { campaign: CAMPAIGN, show: 'garden', kind: 'baked_in' };
  await send('PUT', '/placements/garden-mid', { ...placed, position: 'mid_roll' });
  await send('PUT', '/placements/garden-pre', { ...placed, position: 'pre_roll' });
  await send('PUT', '/ai/briefs/garden-pre', { sponsor: 'Figtree' });
}

checkExamples('cost and AI', {
  'cost usage': useStudio,
  'cost limits list': ({ run }) => run('earshot cost limits set mails --tenant network --meter emails --soft 1000'),
  'cost entries list': ({ run }) =>
    run(
      `earshot cost entries add purchase --tenant network --day ${MONTH}-01 --amount 12.50 --currency USD --note Hosting --feature hosting`,
    ),
  'cost budgets list': ({ run }) =>
    run('earshot cost budgets set hosting --tenant network --amount 20.00 --currency USD --feature hosting'),
  'ai anomalies': writeSeries,
  'ai providers list': ({ send }) =>
    send('PUT', '/ai/providers/openai', { kind: 'openai', account: 'own', apiKey: 'sk-test', models: [{ model: 'gpt-5-mini' }] }),
  'ai providers test': ({ models }) => {
    models.say((response, asked) => fromChat({ quote: /code word of this sentence is (\w+)/.exec(asked.text)?.[1] })(response, asked));
    return Promise.resolve();
  },
  'ai insights list': (world) => inNetwork(world, (tx) => recordInsightIn(tx, foundIn(CAMPAIGN), new Date())),
  'anomalies list': (world) => inNetwork(world, (tx) => keepAnomalyIn(tx, CAMPAIGN)),
  'ai recommendations list': sellWithCode,
  'ai transcripts add': publishEpisodes,
  'ai transcripts transcribe': say,
  'ai briefs list': bookPlacements,
});
