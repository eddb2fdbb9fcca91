import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TENANT_DEFAULTS } from '../src/tenants/settings/schema.ts';
import { putSettings } from '../src/tenants/settings/service.ts';
import { keepRetention } from '../src/privacy/retention/service.ts';
import { NOW_MS } from './database.ts';
import { addTestMember, cookieOf, createTestPerson } from './people.ts';
import { openWorld, type Party, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const WEEK_MS = 7 * 86_400_000;

/** What a tenant's log has more after some work. */
async function actsOf(party: Party, work: () => Promise<unknown>) {
  const before = (await world.auditOf(party)).length;
  await work();
  return (await world.auditOf(party)).slice(before);
}

describe('a tenant’s log tells', () => {
  test.each([
    ['/invitations', 'invitation.list', 'invitations'],
    ['/security/events', 'security_event.list', 'security_events'],
  ])('who read %s, which names people or what they did', async (path, action, target) => {
    const acts = await actsOf(world.mine, async () => expect((await world.send('GET', path)).status).toBe(200));
    expect(acts).toEqual([{ actor: expect.stringMatching(/^api_key:/) as string, action, target }]);
  });

  test('that a browser was opened with a key', async () => {
    const open = () => world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey: world.mine.apiKey } });
    const acts = await actsOf(world.mine, async () => expect((await open()).status).toBe(201));
    expect(acts).toMatchObject([{ actor: expect.stringMatching(/^api_key:/) as string, action: 'session.create' }]);
  });

  test('which invitations ended with the time, or with the rights of whoever sent them', async () => {
    const inviter = await createTestPerson(world.database.context);
    await addTestMember(world.database.context, inviter, world.mine.tenantId, 'admin');
    const invite = async (email: string) => {
      const headers = { cookie: await cookieOf(world.database.context, inviter) };
      const sent = await world.server.send('POST', '/api/v1/invitations', { headers, body: { email, role: 'viewer' } });
      expect(sent.status, sent.text).toBe(201);
      return (sent.json as { id: string }).id;
    };
    const outlived = await invite('slow@people.example');
    world.database.setNow(NOW_MS + WEEK_MS);
    const acts = await actsOf(world.mine, () => invite('slow@people.example'));
    world.database.setNow(NOW_MS);
    expect(acts).toContainEqual({ actor: `member:${inviter.id}`, action: 'invitation.revoke', target: outlived });
    const open = await invite('other@people.example');
    const owner = { cookie: await cookieOf(world.database.context, world.mine.owner) };
    const taken = await actsOf(world.mine, async () => {
      const left = await world.server.send('DELETE', `/api/v1/members/${inviter.id}`, { headers: owner });
      expect(left.status, left.text).toBe(200);
    });
    expect(taken).toContainEqual({ actor: `member:${world.mine.owner.id}`, action: 'invitation.revoke', target: open });
  });

  test('from when on events are kept, each time that moves', async () => {
    const { actor, tenantId } = world.theirs;
    await putSettings(world.database.context, actor, tenantId, { ...TENANT_DEFAULTS, retentionDays: 90 });
    const keep = () => keepRetention(world.database.context, 'system', tenantId);
    const acts = await actsOf(world.theirs, keep);
    expect(acts).toEqual([{ actor: 'system', action: 'retention.move', target: 'horizon' }]);
    expect(await actsOf(world.theirs, keep)).toEqual([]);
  });
});
