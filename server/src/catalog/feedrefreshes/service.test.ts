import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { feedText } from '../../../test/feed-server.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { Show } from '../shows/schema.ts';
import { refreshDueShows, startFeedRefreshes } from './service.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let world: World;
let nowMs = NOW_MS;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  // What earlier tests follow stays away from the ones after them.
  await world.admin.query(`update feeds set due_at = '2999-01-01'`);
});
afterAll(() => world.close());

const wait = (ms: number) => {
  nowMs += ms;
  world.database.setNow(nowMs);
};
const show = async (key: string) => (await world.send('GET', `/shows/${key}`)).json as Show;
const refreshDue = (turns = new Map<string, number>()) => refreshDueShows(world.database.context, 'system', world.mine.tenantId, { turns });
const asked = (path: string) => world.feeds.received.filter((one) => one.path === path);
const audit = async (key: string) => (await world.auditOf(world.mine)).filter(({ target }) => target === key).map(({ action }) => action);

/** Follows a feed with one episode; more of it is told by the listener. */
async function follow(key: string, answer: string | RequestListener = feedText(key, [{ guid: `${key}-1` }])): Promise<void> {
  world.feeds.answer(`/${key}`, answer);
  const made = await world.send('POST', '/shows', { body: { feedUrl: world.feeds.url(`/${key}`), key } });
  if (made.status !== 201) throw new Error(made.text);
}

describe('a feed that is followed', () => {
  test('is read again when it is due and no sooner, with what its host needs to say that nothing changed', async () => {
    const [etag, at] = ['"v1"', 'Fri, 20 Nov 2026 06:00:00 GMT'];
    await follow('etag', ({ headers }, response) => {
      const isKnown = headers['if-none-match'] === etag && headers['if-modified-since'] === at;
      response
        .writeHead(isKnown ? 304 : 200, { etag, 'last-modified': at })
        .end(isKnown ? undefined : feedText('Etag', [{ guid: 'etag-1' }]));
    });
    wait(29 * MINUTE_MS);
    expect(await refreshDue()).toBe(0);
    wait(8 * MINUTE_MS);
    expect(await refreshDue()).toBe(1);
    expect(asked('/etag').map(({ headers }) => headers['if-none-match'])).toEqual([undefined, etag]);
    expect((await show('etag')).feed).toMatchObject({ state: 'fresh', fetchedAt: new Date(nowMs).toISOString(), problem: null });
    expect((await show('etag')).feed?.changedAt).not.toBe(new Date(nowMs).toISOString());
    expect(await audit('etag')).toEqual(['show.follow']);
  });

  test('is asked for by hand with what its host needs to say that nothing changed', async () => {
    await follow('etag-by-hand', ({ headers }, response) => {
      const isKnown = headers['if-none-match'] === '"v1"';
      response.writeHead(isKnown ? 304 : 200, { etag: '"v1"' }).end(isKnown ? undefined : feedText('By hand', [{ guid: 'by-hand-1' }]));
    });
    const answer = await world.send('POST', '/shows/etag-by-hand/refresh', { body: {} });
    expect(answer.json).toMatchObject({ title: 'By hand', feed: { state: 'fresh', problem: null } });
    expect(asked('/etag-by-hand').map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
  });

  test('brings what is new, which the audit log tells, and nothing where its host sends the same without a word', async () => {
    await follow('news');
    wait(DAY_MS);
    await refreshDue();
    expect(await audit('news')).toEqual(['show.follow']);
    world.feeds.answer('/news', feedText('News', [{ guid: 'news-2' }, { guid: 'news-1' }]));
    wait(DAY_MS);
    await refreshDue();
    expect(await audit('news')).toEqual(['show.follow', 'show.refresh']);
    expect((await show('news')).feed?.changedAt).toBe(new Date(nowMs).toISOString());
    expect((await world.send('GET', '/episodes/news-2')).json).toMatchObject({ show: 'news', isListed: true });
  });

  test('that cannot be read is tried less and less, keeps what is known, and says why until it can be', async () => {
    await follow('ailing');
    world.feeds.answer('/ailing', (_request, response) => response.writeHead(500).end());
    const pauses: number[] = [];
    for (let failures = 1; failures <= 3; failures += 1) {
      wait(2 * DAY_MS);
      expect(await refreshDue()).toBe(1);
      const { feed, title } = await show('ailing');
      expect([feed, title]).toMatchObject([{ state: 'failing', failures, problem: 'The host answers 500.' }, 'ailing']);
      pauses.push(Date.parse(feed?.dueAt ?? '') - nowMs);
    }
    for (const [place, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(10 * MINUTE_MS * 2 ** place);
      expect(pause).toBeLessThanOrEqual(12 * MINUTE_MS * 2 ** place);
    }
    world.feeds.answer('/ailing', feedText('Well', []));
    wait(2 * DAY_MS);
    await refreshDue();
    expect(await show('ailing')).toMatchObject({ title: 'Well', feed: { state: 'fresh', failures: 0, problem: null } });
  });

  test('waits as long as a busy host asks for', async () => {
    await follow('busy');
    world.feeds.answer('/busy', (_request, response) => response.writeHead(429, { 'retry-after': '7200' }).end());
    wait(DAY_MS);
    await refreshDue();
    expect(Date.parse((await show('busy')).feed?.dueAt ?? '') - nowMs).toBeGreaterThanOrEqual(120 * MINUTE_MS);
  });

  test('is read by hand during Earshot’s own pause, and not while its host asks to be left alone, which the answer says', async () => {
    await follow('resting');
    const refresh = () => world.send('POST', '/shows/resting/refresh', { body: {} });
    world.feeds.answer('/resting', (_request, response) => response.writeHead(503).end());
    expect((await refresh()).status).toBe(200);
    expect(asked('/resting')).toHaveLength(2);
    world.feeds.answer('/resting', (_request, response) => response.writeHead(429, { 'retry-after': '600' }).end());
    expect((await refresh()).json).toMatchObject({ feed: { state: 'failing', failures: 2 } });
    wait(9 * MINUTE_MS);
    const refused = await refresh();
    const until = new Date(nowMs + MINUTE_MS).toISOString();
    expect(refused).toMatchObject({ status: 409, json: { code: 'conflict', detail: expect.stringContaining(until) as string } });
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(asked('/resting')).toHaveLength(3);
    wait(MINUTE_MS);
    world.feeds.answer('/resting', feedText('Rested', []));
    expect((await refresh()).json).toMatchObject({ title: 'Rested', feed: { state: 'fresh' } });
  });

  test('that is gone for good is read no more, unless somebody has it read', async () => {
    await follow('gone');
    world.feeds.answer('/gone', (_request, response) => response.writeHead(410).end());
    wait(DAY_MS);
    expect(await refreshDue()).toBe(1);
    expect((await show('gone')).feed).toMatchObject({ state: 'gone', dueAt: null, problem: expect.stringContaining('410') as string });
    wait(365 * DAY_MS);
    expect(await refreshDue()).toBe(0);
    world.feeds.answer('/gone', feedText('Back', []));
    const back = (await world.send('POST', '/shows/gone/refresh', { body: {} })).json;
    expect(back).toMatchObject({ title: 'Back', feed: { state: 'fresh', problem: null } });
  });

  test('is looked for where it moved to for good, and nowhere else', async () => {
    await follow('moves');
    const lead =
      (status: number, path: string): RequestListener =>
      (_request, response) =>
        response.writeHead(status, { location: path }).end();
    world.feeds.answer('/moves', lead(302, '/temporary'));
    wait(DAY_MS);
    await refreshDue();
    expect(await show('moves')).toMatchObject({ feedUrl: world.feeds.url('/moves'), title: 'Show of temporary' });
    world.feeds.answer('/moves', lead(301, '/new-home'));
    wait(DAY_MS);
    await refreshDue();
    expect(await show('moves')).toMatchObject({ feedUrl: world.feeds.url('/new-home'), title: 'Show of new-home' });
    wait(DAY_MS);
    await refreshDue();
    expect(asked('/moves')).toHaveLength(3);
    // Where another show is, there is no room for a second one.
    await follow('settled');
    world.feeds.answer('/new-home', lead(301, '/settled'));
    wait(DAY_MS);
    // Both are due, and their host is asked once in two seconds.
    expect((await refreshDue()) + (await refreshDue())).toBe(2);
    expect(await show('moves')).toMatchObject({ feedUrl: world.feeds.url('/new-home'), title: 'settled' });
  });
});

describe('politeness', () => {
  test('one host is asked once in two seconds, and what that holds up stays due', async () => {
    for (const key of ['spaced-1', 'spaced-2', 'spaced-3']) await follow(key);
    wait(DAY_MS);
    const turns = new Map<string, number>();
    const counts: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      counts.push(await refreshDue(turns));
      wait(2_000);
    }
    expect(counts).toEqual([1, 1, 1, 0, 0]);
  });

  test('a feed is never read twice at once, by whomever', async () => {
    await follow('slow');
    let [open, most] = [0, 0];
    let release: () => void = () => undefined;
    world.feeds.answer('/slow', (_request, response) => {
      open += 1;
      most = Math.max(most, open);
      response.once('close', () => (open -= 1));
      const answer = () => void response.end(feedText('Slow', []));
      if (asked('/slow').length === 2) release = answer;
      else answer();
    });
    wait(DAY_MS);
    const refresh = () => world.send('POST', '/shows/slow/refresh', { body: {} });
    const first = refresh();
    await expect.poll(() => asked('/slow').length).toBe(2);
    const others = Promise.all([refreshDue(), refresh(), refresh()]);
    release();
    expect((await first).status).toBe(200);
    await others;
    expect(asked('/slow').length).toBeGreaterThan(2);
    expect(most).toBe(1);
  });

  test('a feed that a process was reading when it was killed is read by the next one, once its claim is over', async () => {
    await follow('orphaned');
    wait(DAY_MS);
    await world.admin.query(`update feeds set claimed_until = $1 where show = 'orphaned'`, [new Date(nowMs + 2 * MINUTE_MS)]);
    expect(await refreshDue()).toBe(0);
    expect(await world.send('POST', '/shows/orphaned/refresh', { body: {} })).toMatchObject({ status: 409 });
    wait(2 * MINUTE_MS);
    expect(await refreshDue()).toBe(1);
  });

  test('a reading that is broken off gives the feed back, and it stays due', async () => {
    await follow('broken-off');
    wait(DAY_MS);
    const stopping = new AbortController();
    world.feeds.answer('/broken-off', () => stopping.abort());
    const reading = refreshDueShows(world.database.context, 'system', world.mine.tenantId, { turns: new Map(), signal: stopping.signal });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect((await show('broken-off')).feed).toMatchObject({ state: 'fresh', failures: 0 });
    world.feeds.answer('/broken-off', feedText('Whole', []));
    expect(await refreshDue()).toBe(1);
  });

  test('what is due of every tenant is read in the background, but not of a suspended one', async () => {
    await follow('in-background');
    wait(DAY_MS);
    const dueOf = (tenantId: string) =>
      world.admin.query('update feeds set due_at = $2 where tenant_id = $1', [tenantId, new Date(nowMs - 1)]);
    await world.admin.query(`update tenants set suspended_at = now() where tenant_id = $1`, [world.theirs.tenantId]);
    await dueOf(world.theirs.tenantId);
    const before = asked('/theirs').length;
    const refreshes = startFeedRefreshes(world.database.context, 'system');
    await expect.poll(() => asked('/in-background').length).toBe(2);
    await refreshes.close();
    expect(asked('/theirs')).toHaveLength(before);
  });
});
