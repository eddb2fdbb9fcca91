import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
const keys = { network: '', brand: '' };
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  for (const slug of ['network', 'brand'] as const)
    keys[slug] = (await runJson<{ apiKey: string }>(['tenants', 'create', '--name', slug, '--slug', slug], { folder })).apiKey;
  await server.send('PUT', '/campaigns/spring', keys.network, { name: 'Spring' });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const soon = new Date(Date.now() + 86_400_000).toISOString();
const OFFER = ['shares', 'create', '--tenant', 'network', '--campaign', 'spring', '--partner', 'Brand', '--expires-at', soon];

describe('earshot shares', () => {
  test('offers, lists and revokes what the other tenant enters and reads', async () => {
    const created = await runJson<{ id: string; invitationCode: string }>([...OFFER, '--breakdowns', 'show,day', '--no-value'], { folder });
    expect(created).toMatchObject({ state: 'invited', breakdowns: ['show', 'day'], showsValue: false, partner: 'Brand' });
    const entered = await server.send('POST', '/shares/received', keys.brand, { code: created.invitationCode });
    expect(entered).toMatchObject({ status: 201, json: { id: created.id, grantor: 'network' } });
    await server.send('PUT', `/shares/received/${created.id}/acceptance`, keys.brand, {});
    expect(await server.send('GET', `/shares/${created.id}/report`, keys.brand)).toMatchObject({ status: 200 });
    expect(await runJson(['shares', 'list', '--tenant', 'network'], { folder })).toMatchObject([
      { id: created.id, state: 'live', grantee: 'brand' },
    ]);
    const { out } = await run(['shares', 'revoke', created.id, '--tenant', 'network'], { folder });
    expect(out).toBe(`Share ${created.id} is over.\n`);
    expect(await server.send('GET', `/shares/${created.id}/report`, keys.brand)).toMatchObject({ status: 404 });
    expect((await run(['shares', 'list', '--tenant', 'network'], { folder })).out).toContain('revoked  spring  Brand  brand');
  });

  test('verify tells whether what went into a run is the same now', async () => {
    const { id, invitationCode } = await runJson<{ id: string; invitationCode: string }>([...OFFER, '--matching'], { folder });
    await server.send('POST', '/shares/received', keys.brand, { code: invitationCode });
    await server.send('PUT', `/shares/received/${id}/acceptance`, keys.brand, {});
    const order = (name: string) => ({ id: name, occurredAt: new Date().toISOString(), kind: 'lead', identity: { userId: name } });
    await server.send('POST', '/conversions', keys.brand, { conversions: [order('one')] });
    const manifest = () => server.send('GET', `/shares/${id}/manifest`, keys.brand);
    await vi.waitUntil(async () => ((await manifest()).json as { days?: object[] }).days?.length === 1, { interval: 100, timeout: 30_000 });
    const { code, out } = await run(['shares', 'verify', id, '--tenant', 'brand'], { folder });
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/took in 1 event of this[^]*They are the same now\./) as string,
    });
    const asJson = await runJson(['shares', 'verify', id, '--tenant', 'network'], { folder });
    expect(asJson).toMatchObject({ isCurrent: true, differences: [] });
  });

  test.each([
    ['an unknown campaign', [...OFFER, '--campaign', 'none'], 'There is no such campaign.'],
    ['an unknown breakdown', [...OFFER, '--breakdowns', 'person'], 'breakdowns.0: '],
    ['a floor of one', [...OFFER, '--min-people', '1'], 'minPeople: must be at least 2'],
    ['an end in the past', [...OFFER, '--expires-at', '2020-01-01T00:00:00Z'], 'expiresAt lies in the past'],
    ['an id that is none', ['shares', 'revoke', 'x', '--tenant', 'network'], '"x" is no id of a share'],
  ])('says in one sentence what is wrong with %s', async (_what, words, says) => {
    const { code, out, err } = await run(words, { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`earshot: ${says}`);
  });
});
