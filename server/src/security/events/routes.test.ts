import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import { recordSecurityEventIn, SECURITY_EVENTS } from '../../platform/security-events.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { SecurityEvent } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Recorded = Parameters<typeof recordSecurityEventIn>[1];

async function list(query = '', { apiKey }: Party = world.mine): Promise<Page<SecurityEvent>> {
  const answer = await world.send('GET', `/security/events${query}`, { key: apiKey });
  expect(answer.status, answer.text).toBe(200);
  return answer.json as Page<SecurityEvent>;
}

const record = ({ tenantId }: Party, event: Recorded) =>
  inTenant(world.database.context.db, tenantId, (tx) => recordSecurityEventIn(tx, event));
const denials = async (kind: Recorded['kind'], party?: Party) => (await list(`?kind=${kind}`, party)).items;

describe('security events', () => {
  test('are listed newest first, in words a person understands, and filtered', async () => {
    await record(world.mine, { kind: 'new_device', actor: 'member:a', detail: { device: 'Firefox' } });
    await record(world.mine, { kind: 'mfa_changed', severity: 'high', actor: 'member:a' });
    const { items } = await list('?kind=new_device,mfa_changed');
    expect(items.slice(0, 2)).toMatchObject([
      { kind: 'mfa_changed', severity: 'high', text: SECURITY_EVENTS.mfa_changed.text, detail: {} },
      { kind: 'new_device', severity: 'medium', actor: 'member:a', detail: { device: 'Firefox' } },
    ]);
    expect((await list('?severity=high')).items.map(({ kind }) => kind)).toContain('mfa_changed');
    expect((await list('?severity=info,low&kind=mfa_changed')).items).toEqual([]);
  });

  test('come in pages', async () => {
    for (let place = 0; place < 5; place += 1) await record(world.mine, { kind: 'sessions_revoked', actor: `member:${place}` });
    const first = await list('?kind=sessions_revoked&limit=2');
    const second = await list(`?kind=sessions_revoked&limit=10&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ actor }) => actor)).toEqual([4, 3, 2, 1, 0].map((place) => `member:${place}`));
  });

  test.each(['?severity=grave', '?kind=nothing', '?kind=', '?cursor=eA'])('%s is refused or left out', async (query) => {
    const { status } = await world.send('GET', `/security/events${query}`);
    expect(status).toBe(query === '?kind=' ? 200 : 400);
  });

  test("of another tenant's are not seen", async () => {
    await record(world.theirs, { kind: 'recovery_code_used', actor: 'member:b' });
    expect(await denials('recovery_code_used')).toEqual([]);
    expect(await denials('recovery_code_used', world.theirs)).toHaveLength(1);
  });

  test('each kind stands in the documentation with its severity and meaning', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/audit.md'), 'utf8');
    const rows = Array.from(page.matchAll(/^\| `(\w+)` +\| (\w+) +\| (.*?) +\|$/gm), ([, kind, severity, text]) => [
      kind,
      { severity, text },
    ]);
    expect(Object.fromEntries(rows)).toEqual(SECURITY_EVENTS);
  });
});

describe('what is denied at the door', () => {
  test('for lack of a scope leaves one event per key and route, whatever was in the address', async () => {
    const key = world.mine.keys.read;
    for (const path of ['/campaigns/a', '/campaigns/b', '/campaigns/b'])
      expect(await world.send('PUT', path, { key, body: { name: 'A' } })).toMatchObject({ status: 403 });
    expect(await world.send('GET', '/security/audit-log', { key })).toMatchObject({ status: 403 });
    const events = await denials('scope_denied');
    expect(events.map(({ detail }) => detail)).toEqual([
      { method: 'GET', route: '/api/v1/security/audit-log', network: '127.0.0.0/24' },
      { method: 'PUT', route: '/api/v1/campaigns/:key', network: '127.0.0.0/24' },
    ]);
    expect(events[0].actor).toMatch(/^api_key:/);
  });

  test('for asking after another tenant leaves the same event whether or not there is one, in the own tenant alone', async () => {
    const ask = (id: string) => world.send('GET', `/tenants/${id}`);
    const nobody = '01a213e7-890d-7f87-9b32-3881f0d89edc';
    expect(await ask(world.mine.tenantId)).toMatchObject({ status: 200 });
    expect(await denials('cross_tenant_attempt')).toEqual([]);
    const theirs = await ask(world.theirs.tenantId);
    const [event, ...more] = await denials('cross_tenant_attempt');
    expect(more).toEqual([]);
    expect(event).toMatchObject({ severity: 'high', detail: { method: 'GET', route: '/api/v1/tenants/:id' } });
    expect(JSON.stringify(event)).not.toContain(world.theirs.tenantId);
    world.database.setNow(world.database.context.clock() + 3_600_000);
    expect((await ask(nobody)).text).toBe(theirs.text);
    const [again] = await denials('cross_tenant_attempt');
    expect({ ...again, id: '', occurredAt: '' }).toEqual({ ...event, id: '', occurredAt: '' });
    expect(await denials('cross_tenant_attempt', world.theirs)).toEqual([]);
  });

  test('for a lack of credentials, or a body that cannot be used, leaves none', async () => {
    const before = (await list('?limit=200')).items.length;
    await world.server.send('GET', '/api/v1/campaigns');
    await world.send('PUT', '/campaigns/a', { body: { nothing: 1 } });
    await world.send('GET', '/campaigns/never');
    expect((await list('?limit=200')).items).toHaveLength(before);
  });
});
