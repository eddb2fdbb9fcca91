import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { insideAddress, type SavedView } from './schema.ts';

let world: World;
let people: Record<'analyst' | 'viewer', TestPerson>;
beforeAll(async () => {
  world = await openWorld();
  const { context } = world.database;
  const member = async (role: 'analyst' | 'viewer') => {
    const person = await createTestPerson(context);
    await addTestMember(context, person, world.mine.tenantId, role);
    return person;
  };
  people = { analyst: await member('analyst'), viewer: await member('viewer') };
});
afterAll(() => world.close());

async function send(person: TestPerson, method: string, path = '', body?: object) {
  const cookie = await cookieOf(world.database.context, person);
  return world.server.send(method, `/api/v1/views${path}`, { headers: { cookie }, body });
}
const namesOf = async (person: TestPerson) => ((await send(person, 'GET')).json as { items: SavedView[] }).items.map(({ name }) => name);

const HOSTILE = '<script>alert(1)</script>';

describe('a saved view', () => {
  test('of a person is seen, renamed and deleted by that person alone', async () => {
    const answer = await send(people.viewer, 'POST', '', { name: HOSTILE, address: '/compare?models=linear,last_touch&days=7' });
    expect(answer.status, answer.text).toBe(201);
    const view = answer.json as SavedView;
    expect(view).toMatchObject({ name: HOSTILE, address: '/compare?models=linear,last_touch&days=7', isShared: false });
    expect(await namesOf(people.viewer)).toContain(HOSTILE);
    expect(await namesOf(people.analyst)).not.toContain(HOSTILE);
    for (const [method, body] of [
      ['PATCH', { name: 'Taken' }],
      ['DELETE', undefined],
    ] as const)
      expect((await send(people.analyst, method, `/${view.id}`, body)).status).toBe(404);
    expect((await send(people.viewer, 'PATCH', `/${view.id}`, { name: 'Mine' })).json).toMatchObject({ name: 'Mine' });
    expect((await send(people.viewer, 'DELETE', `/${view.id}`)).status).toBe(204);
    expect(await namesOf(people.viewer)).not.toContain('Mine');
  });

  test('for everybody is made and deleted by those who analyse', async () => {
    const body = { name: 'For all', address: '/?days=30', isShared: true };
    expect((await send(people.viewer, 'POST', '', body)).status).toBe(403);
    const { id } = (await send(people.analyst, 'POST', '', body)).json as SavedView;
    expect(await namesOf(people.viewer)).toContain('For all');
    expect((await send(people.viewer, 'DELETE', `/${id}`)).status).toBe(403);
    expect((await send(people.analyst, 'DELETE', `/${id}`)).status).toBe(204);
  });

  test('is kept once however often the same is sent, and goes with the membership', async () => {
    const body = { name: 'Once', address: '/?days=30' };
    await send(people.viewer, 'POST', '', body);
    await send(people.viewer, 'POST', '', body);
    expect((await namesOf(people.viewer)).filter((name) => name === 'Once')).toEqual(['Once']);
    await world.admin.query('delete from members where tenant_id = $1 and person_id = $2', [world.mine.tenantId, people.viewer.id]);
    const { rows } = await world.admin.query('select 1 from saved_views where person_id = $1', [people.viewer.id]);
    expect(rows).toEqual([]);
  });

  test('of a key’s own there is none', async () => {
    const { status } = await world.send('POST', '/views', { body: { name: 'Nobody’s', address: '/' } });
    expect(status).toBe(403);
  });

  test.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'javascript:alert(1)',
    '/r/abc',
    '/oauth/x',
    '/api/v1',
  ])('does not lead to %s', async (address) => {
    const { status, text } = await world.send('POST', '/views', { body: { name: 'Away', address, isShared: true } });
    expect(status).toBe(400);
    expect(text).toContain('/address');
  });

  test('leads to a room of this installation, whatever was sent', () => {
    const parts = fc.array(fc.oneof(fc.constantFrom('/', '\\', '..', '.', ':', '@', '?', '#', '%2f', '\t', 'compare'), fc.string()));
    fc.assert(
      fc.property(parts, (texts) => {
        const address = insideAddress(`/${texts.join('')}`);
        if (address === undefined) return;
        const base = 'https://dashboard.example';
        const read = new URL(address, base);
        expect(read.origin).toBe(base);
        expect(insideAddress(address)).toBe(address);
      }),
    );
  });
});
