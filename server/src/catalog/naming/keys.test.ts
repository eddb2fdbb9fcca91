import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';

/** Shows as "spring-gpj.26" where directions are followed. */
const TURNED = 'spring-\u202e62.jpg';
const FAULT = /must not hold characters that turn the direction of text \(here U\+202E\).*send it without them/;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const put = (path: string, body: object) => world.send('PUT', path, { body });
const at = encodeURIComponent(TURNED);
const placement = { campaign: 'c', show: 's', kind: 'dynamic', position: 'mid_roll' };
const link = { campaign: 'c', destination: 'https://shop.example/' };

test.each([
  ['/key', `/campaigns/${at}`, { name: 'Spring' }],
  ['/key', `/shows/${at}`, { name: 'Show' }],
  ['/key', `/episodes/${at}`, { name: 'Episode' }],
  ['/key', `/advertisers/${at}`, { name: 'Advertiser' }],
  ['/key', `/placements/${at}`, placement],
  ['/key', `/links/${at}`, link],
  ['/key', `/campaigns/${at}/codes/CODE1`, {}],
  ['/advertiser', '/campaigns/plain', { advertiser: TURNED }],
  ['/campaign', '/placements/plain', { ...placement, campaign: TURNED }],
  ['/show', '/placements/plain', { ...placement, show: TURNED }],
  ['/episode', '/placements/plain', { ...placement, episode: TURNED }],
  ['/campaign', '/links/plain', { ...link, campaign: TURNED }],
  ['/show', '/campaigns/c/codes/CODE2', { show: TURNED }],
])('a new key that turns its own direction is refused, and told in %s: PUT %s', async (pointer, path, body) => {
  const { status, json } = await put(path, body);
  expect({ status, json }).toMatchObject({ status: 400, json: { code: 'invalid_request', errors: [{ pointer }] } });
  expect((json as { errors: { detail: string }[] }).errors[0].detail).toMatch(FAULT);
});

test.each(['campaign', 'channel', 'show', 'episode', 'placement'])(
  'an event is rejected for one in its %s, with the field',
  async (field) => {
    const event = { id: `turned-${field}`, kind: 'download', occurredAt: '2026-11-10T10:00:00Z', identity: { userId: 'u' } };
    const { json } = await world.send('POST', '/touchpoints', { body: { touchpoints: [{ ...event, [field]: TURNED }] } });
    expect(json).toMatchObject({ accepted: 0, rejected: [{ index: 0, detail: expect.stringMatching(FAULT) }] });
    expect(JSON.stringify(json)).toContain(field);
  },
);

test('what is stored under such a key can be read, changed, named and deleted', async () => {
  const { tenantId } = world.mine;
  for (const table of ['campaigns', 'shows', 'advertisers'])
    await world.admin.query(`insert into ${table} (tenant_id, key) values ($1, $2)`, [tenantId, TURNED]);
  expect(await world.send('GET', `/campaigns/${at}`)).toMatchObject({ status: 200, json: { key: TURNED } });
  expect(await put(`/campaigns/${at}`, { name: 'Spring', advertiser: TURNED })).toMatchObject({ status: 200, json: { name: 'Spring' } });
  expect(await put('/placements/beside-it', { ...placement, campaign: TURNED, show: TURNED })).toMatchObject({ status: 200 });
  expect(await put(`/shows/${at}`, { name: 'Show' })).toMatchObject({ status: 200 });
  expect((await put(`/advertisers/${at}`, { name: 'Advertiser' })).status).toBe(200);
});

test('a file of the catalogue with such a key is refused with the line', async () => {
  const csv = `key,name\nplain,Plain\n${TURNED}-2,Turned\n`;
  const { status, json } = await world.send('POST', '/catalog/import', { body: { noun: 'shows', csv } });
  expect(status).toBe(400);
  expect(json).toMatchObject({ errors: [{ pointer: '/csv/3', detail: expect.stringMatching(FAULT) }] });
});
