import { api, type Request } from './route-fixture.ts';

const touch = {
  id: 'click-2001',
  kind: 'click',
  occurredAt: '2026-11-11T10:00:00Z',
  campaign: 'spring-sale',
  channel: 'podcast',
  show: 'morning-news',
  identity: { userId: 'customer-7' },
};
const order = {
  id: 'order-1002',
  kind: 'purchase',
  occurredAt: '2026-11-12T18:30:00Z',
  valueMinor: 4_900,
  currency: 'EUR',
  orderId: 'order-1002',
  identity: { userId: 'customer-7' },
};
const path = {
  touchpoints: [
    { key: 'morning-news', occurredAt: '2026-11-01T08:00:00Z' },
    { key: 'evening-talk', occurredAt: '2026-11-05T19:00:00Z' },
  ],
  convertedAt: '2026-11-08T12:00:00Z',
  valueMinor: 4_900,
};
const download = {
  id: 'request-3001',
  occurredAt: '2026-11-11T10:00:00Z',
  url: 'https://host.example/morning-news/41.mp3',
  ip: '203.0.113.9',
  userAgent: 'AppleCoreMedia/1.0.0.21F90 (iPhone; U; CPU OS 17_5_1 like Mac OS X; en_us)',
};

const CATALOG: Record<string, Partial<Request>> = {
  'PUT /api/v1/advertisers/{key}': { path: api('/advertisers/nordic-tea'), body: { name: 'Nordic Tea', siteHost: 'tea.example' } },
  'PUT /api/v1/campaigns/{key}': {
    path: api('/campaigns/autumn-sale'),
    body: { name: 'Autumn sale', spendMinor: 250_000, currency: 'EUR' },
  },
  'PUT /api/v1/placements/{key}': {
    path: api('/placements/autumn-mid-roll'),
    body: { campaign: 'autumn-sale', show: 'evening-talk', position: 'mid_roll', kind: 'dynamic' },
  },
  'PUT /api/v1/campaigns/{key}/codes/{code}': { path: api('/campaigns/spring-sale/codes/TALK20') },
  'PUT /api/v1/links/{key}': {
    path: api('/links/autumn-notes'),
    body: { campaign: 'autumn-sale', destination: 'https://tea.example/autumn' },
  },
  'POST /api/v1/catalog/import': { body: { noun: 'advertisers', csv: 'key,name\nharbour-bikes,Harbour Bikes\n' } },
  'PUT /api/v1/shows/{key}': { path: api('/shows/night-stories'), body: { name: 'Night stories' } },
  'PATCH /api/v1/shows/{key}': { body: { name: 'The morning news' } },
  'PUT /api/v1/episodes/{key}': { path: api('/episodes/night-stories-1'), body: { name: 'The lighthouse' } },
};

const EVENTS: Record<string, Partial<Request>> = {
  'POST /api/v1/touchpoints': { body: { touchpoints: [touch] } },
  'POST /api/v1/conversions': { body: { conversions: [order] } },
  'POST /api/v1/conversions/{id}/refunds': {
    body: { refunds: [{ id: 'refund-1', occurredAt: '2026-11-12T10:00:00Z', valueMinor: 1_000 }] },
  },
  'POST /api/v1/tracking/requests': { body: { requests: [download] } },
  'PUT /api/v1/tracking/host-figures': {
    body: { figures: [{ show: 'morning-news', day: '2026-11-11', downloads: 1_840, source: 'the host' }] },
  },
  'PUT /api/v1/tracking/view-counts': {
    body: { counts: [{ platform: 'youtube', show: 'evening-talk', day: '2026-11-10', views: 5_200 }] },
  },
  'PUT /api/v1/tracking/sources/{key}': { body: { name: 'The lamp shop' } },
  'POST /api/v1/tracking/sources': { body: { key: 'tea-shop', kind: 'woocommerce' } },
  'PUT /api/v1/tracking/tags/{key}': {
    path: api('/tracking/tags/tea-shop'),
    body: { name: 'The tea shop', sites: ['https://tea.example'], paths: [{ path: '/show', campaign: 'autumn-sale' }] },
  },
  'POST /api/v1/tracking/survey-answers': {
    body: { answers: [{ id: 'answer-2', occurredAt: '2026-11-11T10:00:00Z', answer: 'the morning news podcast' }] },
  },
  'POST /api/v1/cost/usage': {
    body: {
      events: [{ id: 'edit-501', source: 'audio-editor', type: 'audio_hours', time: '2026-11-18T10:00:00Z', data: { value: 1 } }],
    },
  },
};

const ANALYSES: Record<string, Partial<Request>> = {
  'POST /api/v1/attribution/credit': { body: { paths: [path] } },
  'PUT /api/v1/attribution/models/{name}': { path: api('/attribution/models/quick-decay') },
  'PUT /api/v1/attribution/vendor-reports/{key}': {
    path: api('/attribution/vendor-reports/july'),
    body: {
      vendor: 'spotify',
      from: '2026-07-01',
      to: '2026-08-01',
      groupBy: 'campaign',
      rows: [{ name: 'spring-sale', leads: 41 }],
    },
  },
  'PUT /api/v1/attribution/experiments/{key}': {
    path: api('/attribution/experiments/july-split'),
    body: {
      design: 'audience_split',
      campaign: 'spring-sale',
      conversionKind: 'purchase',
      from: '2026-07-01',
      to: '2026-08-01',
      baseline: 0.02,
      effect: 0.005,
    },
  },
  'POST /api/v1/ai/transcripts': {
    body: { episode: 'morning-news-41', source: 'upload', text: 'Ann: This episode is brought to you by Lumen Lamps.' },
  },
  'POST /api/v1/ai/transcriptions': { body: { episode: 'morning-news-41', source: 'upload', bytes: 31_457_280 } },
  'PUT /api/v1/ai/providers/{key}': { path: api('/ai/providers/our-openai') },
};

const ADMINISTRATION: Record<string, Partial<Request>> = {
  'PUT /api/v1/cost/meters/{key}': { path: api('/cost/meters/mixing_hours') },
  'PUT /api/v1/cost/limits/{key}': {
    path: api('/cost/limits/mixing-of-a-month'),
    body: { meter: 'audio_hours', period: 'month', soft: '90', hard: '100' },
  },
  'PUT /api/v1/cost/budgets/{key}': { path: api('/cost/budgets/hosting') },
  'PUT /api/v1/security/people/me': { body: { name: 'Ann Example' } },
  'PUT /api/v1/security/people/me/email': { body: { email: 'ann@people.example' } },
  'POST /api/v1/security/verification/requests': { body: { email: 'ann@people.example' } },
  'POST /api/v1/security/password/reset-requests': { body: { email: 'ann@people.example' } },
  'POST /api/v1/security/api-keys': { body: { name: 'Shop server', scopes: ['ingest'] } },
  'PATCH /api/v1/security/api-keys/{id}': { body: { name: 'Deployment' } },
  'PATCH /api/v1/security/service-accounts/{id}': { body: { name: 'Weekly export' } },
  'POST /api/v1/security/webhooks': { body: { url: 'https://receiver.example/earshot' } },
  'PATCH /api/v1/security/webhooks/{id}': { body: { description: 'To the chat of the ad team' } },
  'POST /api/v1/invitations': { body: { email: 'ben@people.example', role: 'viewer' } },
  'POST /api/v1/shares': { body: { campaign: 'spring-sale', partner: 'Lumen Lamps', expiresAt: '2027-01-01T00:00:00Z' } },
  'PUT /api/v1/security/oauth-clients/{id}': {
    body: { name: 'Planning board', redirectUris: ['https://board.example/callback'], scopes: ['openid', 'read'] },
  },
  'PATCH /api/v1/tenants/{id}': { body: { name: 'My best shows' } },
  'PATCH /api/v1/views/{id}': { body: { name: 'Spring, day by day' } },
  'PATCH /api/v1/platform/tenants/{id}': { body: { name: 'Harbour Radio', tier: 'professional' } },
};

/** What an operation's example asks for, in the names of the pages, where its fixture is too plain to learn from. */
export const EXAMPLE_REQUESTS: Readonly<Record<string, Partial<Request>>> = { ...CATALOG, ...EVENTS, ...ANALYSES, ...ADMINISTRATION };
