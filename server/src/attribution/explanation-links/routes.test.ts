import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import { NOW_MS } from '../../../test/database.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { putShow } from '../../catalog/shows/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { checkExplanation } from './rules.ts';
import type { CreatedExplanationLink, ExplanationKeys, ExplanationLink, SignedExplanation } from './schema.ts';

const DAY_MS = 86_400_000;
const HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';

let world: World;
let keys: ExplanationKeys;

async function send(party: Party, id: string, body: object = {}) {
  const path = `/attribution/conversions/${encodeURIComponent(id)}/explanation-links`;
  return world.send('POST', path, { key: party.apiKey, body });
}

/** Makes a link that must come about; its path is what a browser asks for. */
async function make(id: string, body: object = {}) {
  const answer = await send(world.mine, id, body);
  expect(answer.status, answer.text).toBe(201);
  const link = answer.json as CreatedExplanationLink;
  return { ...link, path: new URL(link.address).pathname };
}

const open = (path: string) => world.server.send('GET', path);
const signedAt = async (path: string) => (await open(`${path}.json`)).json as SignedExplanation;
const listed = async (query = '') =>
  ((await world.send('GET', `/attribution/explanation-links${query}`)).json as { items: ExplanationLink[] }).items;

/** Three touches a week apart, and an order of $100.00 with the last one. */
async function leaveOrder(id: string, userId: string): Promise<void> {
  const { context } = world.database;
  const { actor } = world.mine;
  const at = (day: number) => ({ occurredAt: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`, identity: { userId } });
  const place = { kind: 'download', campaign: 'winter', channel: 'podcast' } as const;
  const touches = [
    { id: `${id}-1`, ...place, show: 'one', ...at(1) },
    { id: `${id}-2`, ...place, show: 'two', ...at(8) },
    { id: `${id}-3`, ...place, show: 'one', ...at(15) },
  ];
  await acceptTouchpoints(context, actor, touches, 'server');
  await acceptConversions(context, actor, [{ id, kind: 'purchase', valueMinor: 10_000, currency: 'USD', ...at(15) }], 'server');
}

beforeAll(async () => {
  world = await openWorld();
  const { context } = world.database;
  await putCampaign(context, world.mine.actor, 'winter', { name: `Winter ${HOSTILE}` });
  await putShow(context, world.mine.actor, 'one', { name: `One ${HOSTILE}` });
  for (const id of ['order-77001', 'order-77002', 'order-77003', 'order-77004']) await leaveOrder(id, `buyer of ${id}`);
  await world.drain();
  keys = (await open('/.well-known/explanation-keys.json')).json as ExplanationKeys;
});
afterAll(() => world.close());

describe('the page of a conversion', () => {
  test('says when what it tells is sample data, beside which a tenant has events of its own', async () => {
    const id = 'earshot-sample:order';
    await leaveOrder(id, 'buyer of a sample');
    await world.drain();
    const { path } = await make(id);
    expect((await open(path)).text).toContain('Simulated data: these events did not happen.');
    expect((await signedAt(path)).statement.simulated).toBe(true);
    const own = await make('order-77001');
    expect((await signedAt(own.path)).statement.simulated).toBe(false);
  });

  test('tells it to whoever has the address, without ids, scripts or anything from elsewhere', async () => {
    const { path } = await make('order-77001', { model: 'time_decay', note: 'For the review.' });
    const { status, text, headers } = await open(path);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'/,
    );
    for (const told of ['$100.00', '$14.29', '$28.57', '$57.14', 'For the review.', '2 to the power of −14/7'])
      expect(text).toContain(told);
    expect(text).toContain('earshot explanations verify explanation.json --key explanation-keys.json');
    expect(text).toContain('href="/.well-known/explanation-keys.json"');
    expect(text).toContain('/.well-known/explanation-keys.json.\n');
    expect(text).not.toMatch(/order-77001|buyer of|<(script|img|link|iframe|form)|http-equiv| style="/);
  });

  test('shows what anybody called a show, a campaign or wrote in a note as the text it is', async () => {
    const { path } = await make('order-77001', { note: HOSTILE });
    const { text } = await open(path);
    expect(text).toContain('One &lt;script&gt;alert(1)');
    expect(text).toContain('onerror=alert(2)&gt;');
    expect(text).not.toMatch(/<(script|img)/);
  });

  test('names ids only where its maker chose to', async () => {
    const { path } = await make('order-77001', { showsIds: true });
    expect((await open(path)).text).toContain('Purchase order-77001');
    expect((await signedAt(path)).statement.credits[0]).toMatchObject({ conversionId: 'order-77001', touchpointId: 'order-77001-1' });
  });

  test('counts how often it was opened, and not who looked at its head alone', async () => {
    const { id, path } = await make('order-77002');
    await open(path);
    await world.server.send('HEAD', path);
    await open(`${path}.json`);
    await open(path);
    const found = (await listed('?conversion=order-77002')).find((link) => link.id === id);
    expect(found).toMatchObject({ views: 2, lastViewedAt: new Date(NOW_MS).toISOString(), state: 'live' });
  });
});

describe('the signed statement', () => {
  test.each(['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based', 'shapley'])(
    'under %s holds by its signature and comes out again to the cent',
    async (model) => {
      const signed = await signedAt((await make('order-77001', { model, unit: 'show' })).path);
      expect(checkExplanation(signed, keys).faults).toEqual([]);
      expect(signed.statement.credits.reduce((sum, { creditMinor }) => sum + creditMinor, 0)).toBe(10_000);
    },
  );

  test.each(['markov', 'hazard'])('under %s holds what its path rests on of the fit, and nothing of other shows', async (model) => {
    const keys3 = ['one', 'two', 'a-show-of-somebody-else'];
    const kindFit = {
      conversionKind: null,
      conversions: 400,
      units: keys3.map((key, place) => ({ key, exposures: 10, effect: 0.1 + place / 10, halfLifeDays: 7 })),
      rates: { baseline: 2e-11, effect: [0.01, 0.02, 0.03], decay: [1e-9, 2e-9, 3e-9] },
    };
    const result = { engineVersion: '1.0.0', inputHash: 'f'.repeat(64), people: 1, exposures: 1, conversions: 400, fits: [kindFit] };
    await world.admin.query(
      `insert into model_fits (tenant_id, fit_id, created_at, created_by, state, model, unit,
                               lookback_days, chain_order, finished_at, result)
       values ($1, gen_random_uuid(), '2026-11-19', 'test', 'done', $2, 'show', 30, 1, '2026-11-19', $3)`,
      [world.mine.tenantId, model, JSON.stringify(result)],
    );
    const { path } = await make('order-77001', { model });
    const signed = await signedAt(path);
    expect(checkExplanation(signed, keys).faults).toEqual([]);
    expect(signed.statement.model.fit?.units.map(({ key }) => key)).toEqual(['one', 'two']);
    expect(JSON.stringify(signed)).not.toContain('somebody-else');
    const organic = signed.statement.credits.filter(({ outcome }) => outcome === 'organic');
    expect(organic).toHaveLength(model === 'hazard' ? 1 : 0);
    const { text } = await open(path);
    expect(text).toContain(model === 'hazard' ? 'organic, a model estimate' : 'the removal effect of show');
    const { fit } = signed.statement.model;
    const other = {
      ...fit,
      units: fit?.units.map((unit, place) => (place === 0 ? { ...unit, effect: 0.9 } : unit)),
      rates: fit?.rates && { ...fit.rates, effect: fit.rates.effect.toReversed() },
    };
    const weaker = { ...signed.statement.model, fit: other };
    const turned = { ...signed, statement: { ...signed.statement, model: weaker } };
    expect(checkExplanation(turned, keys).faults.join()).toMatch(/the model gives/);
  });

  test('holds no more of it once anything was changed, added or left out, or another key made it', async () => {
    const signed = await signedAt((await make('order-77001')).path);
    const { statement, signature } = signed;
    const changes: object[] = [
      { note: 'another' },
      { sentences: [] },
      { tenant: 'Somebody else' },
      { conversion: { ...statement.conversion, valueMinor: 20_000 } },
      { credits: statement.credits.map((row, place) => ({ ...row, creditMinor: row.creditMinor + (place === 0 ? 1 : 0) })) },
      { credits: statement.credits.map((row) => ({ ...row, added: true })) },
    ];
    for (const change of changes) {
      const { faults } = checkExplanation({ statement: { ...statement, ...change }, signature }, keys);
      expect(faults[0], JSON.stringify(change)).toMatch(/the signature does not fit/);
    }
    expect(checkExplanation({ statement, signature: signature.replace('..', '.e30.') }, keys).faults[0]).toMatch(/no JWS/);
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'earshot-explanation+jws' })).toString('base64url');
    expect(checkExplanation({ statement, signature: `${none}..` }, keys).faults[0]).toMatch(/another kind/);
    const stranger = { ...keys.keys[0], x: Buffer.alloc(32, 9).toString('base64url') };
    expect(checkExplanation(signed, { keys: [stranger] }).faults[0]).toMatch(/does not have the name/);
  });

  test('whose arithmetic does not come out is found out even where the signature is left aside', async () => {
    const { statement, signature } = await signedAt((await make('order-77001')).path);
    const [first, second, ...rest] = statement.credits;
    const moved = [{ ...first, creditMinor: first.creditMinor + 100 }, { ...second, creditMinor: second.creditMinor - 100 }, ...rest];
    const { faults } = checkExplanation({ statement: { ...statement, credits: moved }, signature }, keys);
    expect(faults.join()).toMatch(/3434 minor units; the model gives 0\.3333333333333333 and 3334/);
  });
});

describe('an address', () => {
  test('that was never made, has expired, was revoked, or is of a suspended tenant shows the same as any other', async () => {
    const nowhere = await open(`/x/${'A'.repeat(32)}`);
    expect(nowhere.status).toBe(404);
    const [revoked, expired, suspended] = [
      await make('order-77001'),
      await make('order-77001', { expiresInDays: 1 }),
      await make('order-77001', { expiresInDays: 300 }),
    ];
    expect((await world.send('DELETE', `/attribution/explanation-links/${revoked.id}`)).status).toBe(204);
    const same = async (path: string) => {
      const { status, text, headers } = await open(path);
      expect({ status, text, policy: headers.get('content-security-policy') }).toEqual({
        status: 404,
        text: nowhere.text,
        policy: nowhere.headers.get('content-security-policy'),
      });
    };
    for (const path of [revoked.path, `${revoked.path}.json`, '/x/short', `/x/${'é'.repeat(32)}`, "/x/'%20or%201=1", '/x/.json'])
      await same(path);
    world.database.setNow(NOW_MS + DAY_MS);
    await same(expired.path);
    expect((await listed()).find(({ id }) => id === expired.id)).toMatchObject({ state: 'expired' });
    await world.admin.query('update tenants set suspended_at = now() where tenant_id = $1', [world.mine.tenantId]);
    world.database.setNow(NOW_MS + 2 * DAY_MS);
    await same(suspended.path);
    await world.admin.query('update tenants set suspended_at = null where tenant_id = $1', [world.mine.tenantId]);
    world.database.setNow(NOW_MS + 3 * DAY_MS);
    expect((await open(suspended.path)).status).toBe(200);
    world.database.setNow(NOW_MS);
  });

  test('is kept as a hash alone, and neither the list nor the audit log tells it', async () => {
    const { path, address } = await make('order-77001');
    const token = path.slice('/x/'.length);
    expect(token).toMatch(/^[0-9A-Za-z]{32}$/);
    const { rows } = await world.admin.query<{ found: string }>(
      `select (l::text || coalesce((select string_agg(a::text, '') from audit_log a), '')) as found from explanation_links l`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ found }) => !found.includes(token))).toBe(true);
    expect(JSON.stringify(await listed())).not.toContain(address);
  });

  test('is made by nobody for a conversion of another tenant, and revoked by nobody but its own tenant', async () => {
    expect((await send(world.theirs, 'order-77001')).status).toBe(404);
    const { id, path } = await make('order-77001');
    const sent = await world.send('DELETE', `/attribution/explanation-links/${id}`, { key: world.theirs.apiKey });
    expect(sent.status).toBe(404);
    expect((await open(path)).status).toBe(200);
  });
});

describe('once the conversion changes', () => {
  const refund = (id: string) =>
    world.send('POST', `/conversions/${id}/refunds`, {
      body: { refunds: [{ id: `refund of ${id}`, occurredAt: '2026-11-16T10:00:00Z', valueMinor: 4_000 }] },
    });

  test('the page says that it was restated since, and what it is worth now only where its maker allowed that', async () => {
    const [silent, open1] = [await make('order-77003'), await make('order-77003', { tellsRestatement: true })];
    expect((await open(silent.path)).text).not.toContain('Restated since');
    expect((await refund('order-77003')).status).toBe(202);
    await world.drain();
    const texts = [(await open(silent.path)).text, (await open(open1.path)).text];
    for (const text of texts) expect(text).toContain('Restated since');
    expect(texts[0]).not.toContain('$60.00');
    expect(texts[1]).toContain('It is now worth $60.00.');
    expect(checkExplanation(await signedAt(silent.path), keys).faults).toEqual([]);
  });

  test('by an erasure the page says so and nothing else, and nothing of it is kept', async () => {
    const { path, id } = await make('order-77004', { note: 'A note that names somebody.' });
    const created = await world.send('POST', '/security/privacy-requests', {
      body: { kind: 'erasure', identities: [{ userId: 'buyer of order-77004' }], verification: 'document' },
    });
    expect(created.status, created.text).toBe(201);
    await world.erase((created.json as { id: string }).id);
    for (const address of [path, `${path}.json`]) {
      const { status, text } = await open(address);
      expect(status).toBe(410);
      const told = text.slice(text.indexOf('<main>'));
      expect(told).toContain('was erased');
      expect(told).not.toMatch(/\$|winter|download|note/i);
    }
    expect((await listed()).find((link) => link.id === id)).toMatchObject({ state: 'erased', conversionId: null, note: null });
    const { rows } = await world.admin.query('select statement from explanation_links where link_id = $1', [id]);
    expect(rows).toEqual([{ statement: null }]);
  });
});
