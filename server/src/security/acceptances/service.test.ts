import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf } from '../../../test/people.ts';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { databaseUrl, withClient } from '../../platform/postgres/connection.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const NEW = { name: 'Newcomer', password: 'a few words in a row' };

async function invite(email: string): Promise<{ id: string; token: string }> {
  const headers = { cookie: await cookieOf(world.database.context, world.mine.owner) };
  const invited = await world.server.send('POST', '/api/v1/invitations', { headers, body: { email, role: 'viewer' } });
  expect(invited.status, invited.text).toBe(201);
  const mail = (await world.database.mails()).findLast(({ to }) => to === email);
  return { id: (invited.json as { id: string }).id, token: /#([\w-]{43})$/m.exec(mail?.text ?? '')?.[1] ?? '' };
}

/** Accepts an invitation while something is held, and tells whether another thing could be held meanwhile. */
async function acceptWhile(held: [string, unknown[]], token: string, other: [string, unknown[]]): Promise<boolean> {
  const url = databaseUrl(world.database.urls.superuser, new URL(world.database.urls.app).pathname.slice(1));
  return withClient(url, async (client: pg.Client) => {
    await client.query('begin');
    await client.query(...held);
    const accepted = world.server.send('POST', '/api/v1/invitations/accept', { body: { token, ...NEW } });
    await expect.poll(() => waitingSessions(world.admin)).toBeGreaterThan(0);
    const isFree = await world.admin.query(...other).then(
      () => true,
      () => false,
    );
    await client.query('commit');
    expect((await accepted).status).toBe(201);
    return isFree;
  });
}

test('accepting an invitation holds the installation’s log last, as everything else does that writes to both logs', async () => {
  const { token } = await invite('newcomer-1@people.example');
  const head: [string, unknown[]] = ['select 1 from audit_heads where tenant_id = $1 for update', [world.mine.tenantId]];
  expect(await acceptWhile(head, token, ['select 1 from platform_audit_head for update nowait', []])).toBe(true);
});

test('accepting an invitation holds the members before the invitation, as taking a member out does', async () => {
  const { id, token } = await invite('newcomer-2@people.example');
  const members: [string, unknown[]] = ['select pg_advisory_xact_lock(hashtextextended($1, 0))', [`members|${world.mine.tenantId}`]];
  expect(await acceptWhile(members, token, ['select 1 from invitations where id = $1 for update nowait', [id]])).toBe(true);
});
