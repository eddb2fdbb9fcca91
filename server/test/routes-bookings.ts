import { api, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const LONG = 'x'.repeat(201);
const read = { permission: 'catalog.read', status: 200 } as const;

function advertiserRoutes(): RouteFixture[] {
  const of = (key: string) => api(`/advertisers/${key}`);
  return [
    { operation: 'GET /api/v1/advertisers', ...read, valid: { path: api('/advertisers?limit=1') } },
    {
      operation: 'GET /api/v1/advertisers/{key}',
      ...read,
      valid: { path: of('advertiser-of-mine') },
      absent: { path: of('never') },
      foreign: { path: of('advertiser-of-theirs') },
      malformed: of(LONG),
    },
    {
      operation: 'PUT /api/v1/advertisers/{key}',
      permission: 'catalog.write',
      status: 200,
      valid: { path: of('put'), body: { name: 'A name', siteHost: 'shop.example' } },
      malformed: of(LONG),
      audited: 'advertiser.put',
    },
    {
      operation: 'DELETE /api/v1/advertisers/{key}',
      permission: 'catalog.write',
      status: 204,
      valid: { path: of('advertiser-of-mine') },
      absent: { path: of('never') },
      foreign: { path: of('advertiser-of-theirs') },
      malformed: of(LONG),
      audited: 'advertiser.delete',
    },
  ];
}

function placementRoutes({ mine, theirs }: World): RouteFixture[] {
  const of = (key: string) => api(`/placements/${key}`);
  const body = { campaign: mine.campaign, show: 'a-show', position: 'mid_roll', kind: 'dynamic' };
  return [
    { operation: 'GET /api/v1/placements', ...read, valid: { path: api('/placements?limit=1&kind=dynamic') } },
    {
      operation: 'GET /api/v1/placements/{key}',
      ...read,
      valid: { path: of(mine.placement) },
      absent: { path: of('never') },
      foreign: { path: of(theirs.placement) },
      malformed: of(LONG),
    },
    {
      operation: 'PUT /api/v1/placements/{key}',
      permission: 'catalog.write',
      status: 200,
      valid: { path: of('put'), body },
      malformed: of(LONG),
      audited: 'placement.put',
    },
    {
      operation: 'DELETE /api/v1/placements/{key}',
      permission: 'catalog.write',
      status: 204,
      valid: { path: of(`spare-${mine.placement}`) },
      absent: { path: of('never') },
      foreign: { path: of(theirs.placement) },
      malformed: of(LONG),
      audited: 'placement.delete',
    },
    { operation: 'GET /api/v1/tracking/pacing', permission: 'pacing.read', status: 200, valid: { path: api('/tracking/pacing?limit=1') } },
    {
      operation: 'GET /api/v1/placements/{key}/pacing',
      permission: 'pacing.read',
      status: 200,
      valid: { path: of(`${mine.placement}/pacing`) },
      absent: { path: of('never/pacing') },
      foreign: { path: of(`${theirs.placement}/pacing`) },
      malformed: of(`${LONG}/pacing`),
    },
  ];
}

function linkRoutes(): RouteFixture[] {
  const of = (key: string, rest = '') => api(`/links/${key}${rest}`);
  const named = (rest = '', key = 'link-of-mine') => ({
    valid: { path: of(key, rest) },
    absent: { path: of('never', rest) },
    foreign: { path: of('link-of-theirs', rest) },
    malformed: of(LONG, rest),
  });
  return [
    { operation: 'GET /api/v1/links', ...read, valid: { path: api('/links?limit=1') } },
    { operation: 'GET /api/v1/links/{key}', ...read, ...named() },
    { operation: 'GET /api/v1/links/{key}/qr', ...read, ...named('/qr') },
    {
      operation: 'PUT /api/v1/links/{key}',
      permission: 'catalog.write',
      status: 200,
      valid: { path: of('put'), body: { campaign: 'a-campaign', destination: 'https://shop.example/' } },
      malformed: of(LONG),
      audited: 'link.put',
    },
    {
      operation: 'DELETE /api/v1/links/{key}',
      permission: 'catalog.write',
      status: 204,
      ...named('', 'spare-link-of-mine'),
      audited: 'link.delete',
    },
  ];
}

const codeRoutes: RouteFixture[] = [{ operation: 'GET /api/v1/promo-codes', ...read, valid: { path: api('/promo-codes?limit=1') } }];

const bulkRoutes: RouteFixture[] = [
  {
    operation: 'POST /api/v1/catalog/import',
    permission: 'catalog.write',
    status: 200,
    valid: { path: api('/catalog/import'), body: { noun: 'advertisers', csv: 'key\nimported\n' } },
    audited: 'catalog.import',
    auditedBeside: /^advertiser\.put$/,
  },
  { operation: 'GET /api/v1/catalog/export', ...read, valid: { path: api('/catalog/export?noun=advertisers') } },
];

/** Routes of what is booked. */
export function bookingRoutes(world: World): RouteFixture[] {
  return [...advertiserRoutes(), ...placementRoutes(world), ...codeRoutes, ...linkRoutes(), ...bulkRoutes];
}
