import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { recordPlatformAuditIn } from '../../platform/audit.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import type { AccountExport } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ME = '/api/v1/security/people/me';

async function signedIn(person: TestPerson) {
  const cookie = await cookieOf(world.database.context, person);
  return (method: string, path: string, body?: object) => world.server.send(method, `${ME}${path}`, { headers: { cookie }, body });
}

async function codeFor(person: TestPerson): Promise<string> {
  const mails = (await world.database.mails()).filter(({ to, subject }) => to === person.email && subject.startsWith('Delete'));
  return / {4}(\w{12})/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
}

/** Every row of every table in which a text occurs, the chains of audit rows aside. */
async function tracesOf(text: string): Promise<string[]> {
  const { rows } = await world.admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  const found: string[] = [];
  for (const { name } of rows.filter((table) => !table.name.endsWith('audit_log') && table.name !== 'security_events')) {
    const { rowCount } = await world.admin.query(`select 1 from ${name} t where position($1 in t::text) > 0`, [text]);
    if (rowCount !== 0) found.push(name);
  }
  return found;
}

describe('a person', () => {
  test('reads everything that is kept of them, and nothing secret', async () => {
    const person = await createTestPerson(world.database.context);
    await addTestMember(world.database.context, person, world.mine.tenantId, 'viewer');
    const answer = await (await signedIn(person))('GET', '/export');
    const exported = answer.json as AccountExport;
    expect(exported).toMatchObject({
      person: { id: person.id, email: person.email, name: person.name },
      memberships: [{ tenantId: world.mine.tenantId, role: 'viewer' }],
      sessions: [{ userAgent: 'test' }],
    });
    expect(answer.text).not.toMatch(/token|hash|secret/i);
  });

  test('reads what they did and what was done to them, newest first, five times an hour', async () => {
    const { context } = world.database;
    const person = await createTestPerson(context);
    const other = await createTestPerson(context);
    const record = (actor: string, action: string, target: string) =>
      inAuth(context.db, (tx) => recordPlatformAuditIn(tx, { actor, action, target }));
    await record(`person:${person.id}`, 'test.did', 'something');
    await record('operator:somebody', 'test.done_to', person.id);
    await record(`person:${person.id}`, 'test.both', person.id);
    await record(`person:${other.id}`, 'test.others', other.id);
    const send = await signedIn(person);
    const exported = (await send('GET', '/export')).json as AccountExport;
    const told = exported.actions.map(({ action }) => action).filter((action) => action.startsWith('test.'));
    expect(told).toEqual(['test.both', 'test.done_to', 'test.did']);
    for (let time = 1; time < 5; time += 1) expect((await send('GET', '/export')).status).toBe(200);
    const refused = await send('GET', '/export');
    expect(refused).toMatchObject({ status: 429, json: { code: 'rate_limited' } });
    expect((await (await signedIn(other))('GET', '/export')).status).toBe(200);
  });

  test('deletes their account by a mailed code; nothing of them is left but an id in the logs', async () => {
    const person = await createTestPerson(world.database.context);
    await addTestMember(world.database.context, person, world.mine.tenantId, 'admin');
    await addTestMember(world.database.context, person, world.theirs.tenantId, 'viewer');
    const send = await signedIn(person);
    expect((await send('POST', '/deletion/confirmation', { code: 'none yet' })).status).toBe(400);
    expect((await send('POST', '/deletion', {})).status).toBe(204);
    expect((await send('POST', '/deletion/confirmation', { code: 'a wrong one' })).status).toBe(400);
    expect((await send('POST', '/deletion/confirmation', { code: await codeFor(person) })).status).toBe(204);
    expect((await send('GET', '')).status).toBe(401);
    expect(await tracesOf(person.email)).toEqual([]);
    expect(await tracesOf(person.id)).toEqual([]);
    for (const party of [world.mine, world.theirs])
      expect((await world.auditOf(party)).at(-1)).toMatchObject({
        actor: `member:${person.id}`,
        action: 'member.leave',
        target: person.id,
      });
  });

  test('cannot go as the last owner of a tenant, nor without the code, nor after five tries', async () => {
    const person = await createTestPerson(world.database.context);
    const send = await signedIn(person);
    await world.admin.query(`update members set role = 'admin' where tenant_id = $1 and role = 'owner'`, [world.theirs.tenantId]);
    await addTestMember(world.database.context, person, world.theirs.tenantId, 'owner');
    await send('POST', '/deletion', {});
    const code = await codeFor(person);
    expect((await send('POST', '/deletion/confirmation', { code })).status).toBe(409);
    for (let tries = 0; tries < 4; tries += 1) expect((await send('POST', '/deletion/confirmation', { code: 'wrong' })).status).toBe(400);
    await world.admin.query(`update members set role = 'viewer' where person_id = $1`, [person.id]);
    expect((await send('POST', '/deletion/confirmation', { code })).status).toBe(400);
    expect((await send('GET', '')).status).toBe(200);
  });
});
