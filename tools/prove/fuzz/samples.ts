import type { Random } from '../../../simulator/src/random.ts';
import { type Document, resolve, type Schema } from './document.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What samples are drawn with: chance, the named schemas, the present instant, and how deep the drawing stands. */
export interface Draw {
  random: Random;
  document: Document;
  nowMs: number;
  /** The sender's own API key. */
  key: string;
  /** A transcript that the sender has. */
  transcriptId: string;
  depth?: number;
}

/** A line of a file, as the parts of an import or of a picture hold bytes. */
const LINE = `${JSON.stringify({ id: 'line-1', kind: 'lead', occurredAt: '2026-11-01T09:00:00Z', identity: { userId: 'u' } })}\n`;
const DAY_MS = 86_400_000;
const DEEPEST = 6;
/** Among how many a shared name is chosen: mostly among few, so that what is made is met again. */
const REACHES = [1, 1, 3, 40];

const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Members whose schema does not say all there is to know. */
const BY_NAME: Record<string, (draw: Draw, schema: Schema) => Json> = {
  apiKey: ({ random, key }) => (random.chance(0.5) ? key : `earshot_live_${random.hex(36)}`),
  transcript: ({ transcriptId }) => transcriptId,
  ip: ({ random }) => random.pick(['203.0.113.9', '198.51.100.7', '2001:db8::1', '::ffff:192.0.2.4']),
  base64: () => Buffer.from(LINE).toString('base64'),
  fingerprint: ({ random }) => random.pick(['a', 'b']).repeat(64),
  offset: ({ random }) => random.pick([0, 0, LINE.length]),
  emailSha256: ({ random }) => random.pick('0123456789ab'.split('')).repeat(64),
  currency: ({ random }) => random.pick(['USD', 'EUR', 'JPY', 'XXX']),
  convertedAt: ({ nowMs }) => new Date(nowMs).toISOString(),
  firstShare: ({ random }) => random.pick([0, 0.25, 0.4, 0.5]),
  lastShare: ({ random }) => random.pick([0, 0.25, 0.4, 0.5]),
  from: ({ random, nowMs }, { format }) => {
    const ms = nowMs - (30 + random.below(300)) * DAY_MS;
    return format === 'date' ? dayAt(ms) : new Date(ms).toISOString();
  },
  to: ({ random, nowMs }, { format }) => {
    const ms = nowMs - random.below(30) * DAY_MS;
    const takesDays = format === 'date' || (format !== 'date-time' && random.chance(0.5));
    return takesDays ? dayAt(ms) : new Date(ms).toISOString();
  },
  destination: ({ random }) => random.pick(['https://shop.example/offer', 'http://shop.example/?a=b#c', 'https://b\u00fccher.example']),
  apiUrl: ({ random }) => random.pick(['https://api.example.com', 'https://api.example.org/v1']),
  parameters: ({ random }) => random.pick<JsonObject>([{}, { lookbackDays: 20 }]),
  sites: ({ random }) => [random.pick(['https://shop.example', 'https://*.shop.example', 'http://localhost:8080'])],
  // Half of them the models that the target has.
  name: ({ random }) => random.pick(['house', 'other', `text ${random.hex(6)}`, `text ${random.hex(6)}`]),
  path: ({ random }) => `/show-${random.below(500)}`,
  // Of a room of the dashboard, or as a host says it.
  address: ({ random }) => random.pick(['/compare?models=linear', 'lumenlamps.com/garden']),
  clickParameter: ({ random }) => random.pick(['click_id', 'esid', null]),
  meter: ({ random }) => random.pick(['events', 'emails', 'ai_spend_usd']),
  driver: ({ random }) => random.pick<Json>([{ kind: 'even' }, { kind: 'usage', meter: 'events' }]),
  rest: ({ random }) => random.pick<Json>([{ kind: 'even' }, { kind: 'usage', meter: 'emails', capacity: '10' }]),
  pools: ({ random }) => random.pick<Json>([[], [{ key: 'hosting', features: ['hosting'], driver: { kind: 'even' } }]]),
  month: ({ random, nowMs }) => dayAt(nowMs - random.below(60) * DAY_MS).slice(0, 7),
  validFrom: ({ nowMs }) => dayAt(nowMs),
  unitQuantity: ({ random }) => random.pick(['1', '1000', '0.5']),
  included: ({ random }) => random.pick(['0', '100']),
  tiers: ({ random }) =>
    random.pick<Json>([
      null,
      [{ upTo: null, price: '0.40' }],
      [
        { upTo: '1000', price: '0.40' },
        { upTo: null, price: '0.25' },
      ],
    ]),
  sponsor: ({ random }) => random.pick(['Lumen Lamps', 'R\u00f8d & Co', '\u5c0f\u7c73']),
  competitors: () => [],
  separationMinutes: () => null,
  language: ({ random }) => random.pick(['en', 'en-GB']),
  secret: ({ random }) => random.hex(random.pick([16, 32, 64])),
  cursor: ({ random }) => Buffer.from(random.pick(['key-1', '2026-11-01T09:00:00.000Z id-1'])).toString('base64url'),
  touchpointKind: ({ random }) => random.pick(['click', 'click,impression', 'survey,download']),
  conversionKind: ({ random }) => random.pick(['purchase', 'lead,visit', 'signup']),
  exclude: ({ random }) => random.pick(['priorCustomers', 'priorVisitors,utm:x', 'referrer:shop.example']),
};

const SHARED_NAME = /id$|^key$|^show$|^campaign$|^episode$|^code$|channel|placement|test|promoCode/i;

function sampleText(schema: Schema, name: string, { random, nowMs }: Draw): string {
  if (schema.format === 'date-time') return new Date(nowMs - random.below(60) * DAY_MS - random.below(DAY_MS)).toISOString();
  if (schema.format === 'date') return dayAt(nowMs - random.below(60) * DAY_MS);
  if (schema.format === 'uuid') return `01a213e7-890d-7f87-9b32-${random.hex(12)}`;
  // Some names have no hyphens.
  const joint = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test('a-0') ? '-' : '_';
  if (SHARED_NAME.test(name)) return `${name}${joint}${random.below(random.pick(REACHES))}`;
  return `text ${random.hex(6)}`.slice(0, schema.maxLength ?? 40);
}

function sampleNumber(schema: Schema, { random }: Draw): number {
  const least = Math.max(schema.minimum ?? 0, -1_000);
  const most = Math.min(schema.maximum ?? 10_000, least + 10_000);
  return least + random.next() * (most - least);
}

/** An option that sources of a kind have. */
const KIND_OPTIONS: Record<string, JsonObject> = {
  shopify: { orderIdFrom: 'name' },
  woocommerce: { shop: 'shop.example' },
  stripe: { acceptsTests: true },
  segment: { revenue: 'without_tax' },
  transistor: { sinceDays: 7 },
};

/** What a prediction is of, by its kind: a plan that is in no catalogue, an episode, or a campaign. */
const KIND_SUBJECTS: Record<string, JsonObject> = {
  campaign_outcome: { placements: [{ show: 'show-0', impressions: 50_000 }] },
  episode_downloads: { episode: 'episode-0' },
  campaign_pacing: { campaign: 'campaign-0' },
};

/** Audio of an episode that is there: a file that is to be sent, or one at an address; who hears it is left open. */
function togetherAsAudio(made: JsonObject): void {
  for (const name of ['provider', 'model', 'copy', 'capturedAt', 'copyNote', 'url', 'bytes']) delete made[name];
  made.episode = 'episode-0';
  if (made.source === 'upload') made.bytes = 9;
  if (made.source === 'address') made.url = 'https://media.example/episode.mp3';
}

/** What was used: as a program counts it, on a meter of the tenant's own. */
function togetherAsUsage(made: JsonObject): void {
  for (const name of ['specversion', 'subject', 'datacontenttype']) delete made[name];
  Object.assign(made, { source: 'fuzz', type: 'own', data: { value: '12.5' } });
}

/** Members that are only valid together come together. */
function together(made: JsonObject, properties: Record<string, Schema>): JsonObject {
  for (const value of ['valueMinor', 'spendMinor']) {
    if (!(value in properties) || !('currency' in properties)) continue;
    if (typeof made[value] === 'number') made.currency = 'USD';
    else {
      delete made[value];
      delete made.currency;
    }
  }
  if (made.arm !== undefined) made.test ??= 'test-1';
  if ('clickId' in properties) made.userId ??= 'someone';
  if (Array.isArray(made.rows) && 'currency' in properties) made.currency = 'USD';
  if ('source' in properties && 'text' in properties) {
    if (made.source === 'upload') made.text ??= 'Ann: what was said';
    else delete made.text;
    if (made.source !== 'address') delete made.url;
  }
  if ('source' in properties && 'bytes' in properties) togetherAsAudio(made);
  if ('kind' in properties && 'afterDays' in properties) {
    for (const name of Object.keys(made)) if (name !== 'kind') delete made[name];
    Object.assign(made, typeof made.kind === 'string' ? KIND_SUBJECTS[made.kind] : {});
  }
  // Of a bill by hand: a credit is below 0, and what it corrects and is for must be there.
  if ('note' in properties && 'amount' in properties && 'corrects' in properties) {
    for (const name of ['corrects', 'campaign']) delete made[name];
    made.amount = made.kind === 'credit' ? '-12.50' : '12.50';
    made.currency = 'USD';
  }
  // Of a budget: whose it is must be there, and which days and thresholds it may have depends on its period and on what it counts.
  if ('thresholds' in properties && 'counts' in properties) {
    for (const name of ['scope', 'counts', 'startsOn', 'endsOn', 'thresholds']) delete made[name];
    Object.assign(made, { period: 'monthly', amount: '12.50', currency: 'USD' });
  }
  // A report for others may be of one campaign or advertiser that is there.
  if ('advertiser' in properties && 'models' in properties) for (const name of ['campaign', 'advertiser']) delete made[name];
  if ('tiers' in properties && 'unitQuantity' in properties) made.currency = 'USD';
  // What a limit may be depends on its meter: a soft one on any that Earshot counts itself stops none of the requests behind it.
  if ('gracePercent' in properties && 'graceUntil' in properties) {
    for (const name of Object.keys(made)) if (name !== 'period') delete made[name];
    Object.assign(made, { meter: 'emails', soft: '12.5' });
  }
  if ('specversion' in properties && 'datacontenttype' in properties) togetherAsUsage(made);
  // A reservation is of a meter of the tenant's own, and of a campaign that is there.
  if ('meter' in properties && 'seconds' in properties) {
    delete made.campaign;
    Object.assign(made, { meter: 'own', quantity: '12.5' });
  }
  if (made.show === null && made.remember === true) delete made.remember;
  // Which models and addresses a provider has depends on its account; it may cost nothing, so that none of its tests calls anybody.
  if ('audioModels' in properties) {
    for (const name of ['baseUrl', 'audioModels', 'transcriptTasks']) delete made[name];
    Object.assign(made, { kind: 'openai', account: 'own', apiKey: 'sk-of-a-fuzz', models: [{ model: 'gpt-5-mini' }], monthlyCapCents: 0 });
  }
  // Which options a source has, and who hands out its secret, depends on its kind.
  if ('kind' in properties && 'options' in properties) {
    made.options = (typeof made.kind === 'string' && KIND_OPTIONS[made.kind]) || {};
    if (made.kind === 'podscribe') delete made.secret;
  }
  return made;
}

function sampleObject(schema: Schema, draw: Draw): JsonObject {
  const { random, depth = 0 } = draw;
  const properties = schema.properties ?? { note: { type: 'string' }, utm_source: { type: 'string' } };
  const made: JsonObject = {};
  // Of many members that may be left out, some exclude each other: few of them together are valid more often.
  const density = random.pick([0.1, 0.5]);
  for (const [name, member] of Object.entries(properties)) {
    const isNeeded = schema.required?.includes(name) === true || name === 'identity';
    if (isNeeded || random.chance(density)) made[name] = sample(member, name, { ...draw, depth: depth + 1 });
  }
  return together(made, properties);
}

function sampleArray(schema: Schema, name: string, draw: Draw): Json[] {
  const { random, depth = 0 } = draw;
  const count = Math.max(schema.minItems ?? 0, depth > DEEPEST ? 0 : 1 + random.below(3));
  return Array.from({ length: count }, () => sample(schema.items ?? {}, name, { ...draw, depth: depth + 1 }));
}

/** A value that a schema takes, as far as the schema says all; `name` is the member it stands under. */
export function sample(given: Schema, name: string, draw: Draw): Json {
  const { random, document } = draw;
  const schema = resolve(given, document);
  const known = BY_NAME[name];
  if (known) return known(draw, schema);
  if (schema.const !== undefined) return schema.const as Json;
  if (schema.enum) return random.pick(schema.enum) as Json;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return sample(random.pick(choices), name, draw);
  switch (Array.isArray(schema.type) ? random.pick(schema.type) : schema.type) {
    case 'object':
      return sampleObject(schema, draw);
    case 'array':
      return sampleArray(schema, name, draw);
    case 'integer':
      return Math.round(sampleNumber(schema, draw));
    case 'number':
      return sampleNumber(schema, draw);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return sampleText(schema, name, draw);
  }
}
