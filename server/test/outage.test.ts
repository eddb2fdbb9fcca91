import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../src/platform/tenant-door.ts';
import { startTestServer, type Answer, type TestServer } from './http.ts';
import { methodOf, routeFixtures } from './routes.ts';
import { openWay, type Way } from './way.ts';
import { waitingSessions } from './waiting-sessions.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let way: Way;
let db: Database;
let server: TestServer;
beforeAll(async () => {
  world = await openWorld();
  const { urls, context } = world.database;
  way = await openWay(Number(new URL(urls.app).port));
  const through = (url: string) => Object.assign(new URL(url), { port: String(way.port) }).toString();
  db = openDatabase(
    { app: through(urls.app), intake: through(urls.intake), jobs: through(urls.jobs), auth: through(urls.auth) },
    context.log,
  );
  server = await startTestServer({ ...context, db });
});
afterAll(async () => {
  await server.close();
  await db.close();
  await way.close();
  await world.close();
});

const touchpoint = (id: string) => ({ id, occurredAt: '2026-11-01T09:00:00Z', kind: 'click', identity: { userId: 'u' } });
const post = (...ids: string[]): Promise<Answer> =>
  server.send('POST', '/api/v1/touchpoints', { key: world.mine.apiKey, body: { touchpoints: ids.map(touchpoint) } });

async function storedIds(like: string): Promise<string[]> {
  const { rows } = await world.admin.query<{ id: string }>('select id from touchpoints where id like $1 order by id', [like]);
  return rows.map(({ id }) => id);
}

function expectUnavailable(answer: Answer): void {
  expect(answer.status, answer.text).toBe(503);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer.json).toMatchObject({ status: 503, code: 'unavailable', detail: expect.stringContaining('database') as string });
  expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|terminated|pg_/);
}

describe('while the database cannot be reached', () => {
  test('every route that needs it answers 503 with a time to try again, the others answer as ever', async () => {
    expect(await post('before')).toMatchObject({ status: 202 });
    way.cut();
    for (const fixture of routeFixtures(world).filter((one) => one.permission !== undefined && !one.prepare)) {
      const { path, body } = fixture.valid;
      const answer = await server.send(methodOf(fixture), path, { key: world.mine.apiKey, body });
      if (/attribution\/credit/.test(path)) expect(answer.status).toBe(200);
      else expectUnavailable(answer);
    }
    expectUnavailable(await server.send('GET', '/ready'));
    expect((await server.send('GET', '/health')).json).toEqual({ status: 'ok' });
    expectUnavailable(await server.send('GET', '/api/v1/attribution/models', { key: world.theirs.apiKey }));
    way.mend();
    expect((await server.send('GET', '/ready')).status).toBe(200);
  });

  test('nothing is acknowledged, and all of it is taken when it is sent again', async () => {
    const ids = Array.from({ length: 20 }, (_, place) => `outage-${place}`);
    way.cut();
    for (const answer of await Promise.all(ids.map((id) => post(id)))) expectUnavailable(answer);
    expect(await storedIds('outage-%')).toEqual([]);
    way.mend();
    const again = await Promise.all(ids.map((id) => post(id)));
    expect(again.map(({ json }) => (json as { accepted: number }).accepted)).toEqual(ids.map(() => 1));
    expect(await storedIds('outage-%')).toEqual(ids.toSorted());
  });

  test('an answer that was lost at the COMMIT is no acknowledgement, and sending again stores the event once', async () => {
    await world.admin.query(
      `create function at_commit() returns trigger language plpgsql
         as $$ begin perform pg_advisory_xact_lock_shared(43); return null; end $$;
       create constraint trigger at_commit after insert on touchpoint_keys
         deferrable initially deferred for each row execute function at_commit();
       select pg_advisory_lock(43)`,
    );
    const lost = post('lost-1', 'lost-2');
    await expect.poll(() => waitingSessions(world.admin), { interval: 20 }).toBeGreaterThan(0);
    way.cut();
    expectUnavailable(await lost);
    await world.admin.query('select pg_advisory_unlock(43); drop function at_commit cascade');
    way.mend();
    const { accepted, duplicates } = (await post('lost-1', 'lost-2')).json as { accepted: number; duplicates: number };
    expect(accepted + duplicates).toBe(2);
    expect(await storedIds('lost-%')).toEqual(['lost-1', 'lost-2']);
  });
});
