import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedText } from '../../../test/feed-server.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Episode, EpisodeWithEnclosures } from '../episodes/schema.ts';
import { findEpisodesAtIn } from '../episodes/service.ts';
import type { Show } from '../shows/schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const follow = (body: object, headers: Record<string, string> = {}) => world.send('POST', '/shows', { body, headers });
const show = async (key: string) => (await world.send('GET', `/shows/${key}`)).json as Show;
const episode = async (key: string) => (await world.send('GET', `/episodes/${encodeURIComponent(key)}`)).json as EpisodeWithEnclosures;
const refresh = async (key: string) => (await world.send('POST', `/shows/${key}/refresh`, { body: {} })).json as Show;
const episodesOf = async (key: string, query = '') => (await world.send('GET', `/episodes?show=${key}${query}`)).json as Page<Episode>;

const PERSON = '<podcast:person role="Guest" group="Cast" href="https://people.example/b">B. Guest</podcast:person>';
const CHANNEL = `<link>https://daily.example</link><language>en-US</language><itunes:author>Daily Media</itunes:author>
  <itunes:image href="https://daily.example/cover.jpg"/><podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
  <podcast:person img="https://people.example/a.jpg">A. Host</podcast:person>`;
const ITEM = `<link>https://daily.example/1</link>
  <podcast:transcript url="https://daily.example/1.vtt" type="text/vtt" language="en" rel="captions"/>
  <podcast:alternateEnclosure type="audio/opus" length="9000000">
  <podcast:source uri="https://media.example/1.opus"/></podcast:alternateEnclosure>`;

describe('a show from its feed', () => {
  test('has what the feed says, and its episodes do', async () => {
    world.feeds.answer(
      '/daily',
      feedText(
        'Daily Tech!',
        [
          { guid: 'daily-1', more: ITEM },
          { guid: 'daily-2', more: PERSON },
        ],
        CHANNEL,
      ),
    );
    const made = await follow({ feedUrl: world.feeds.url('/daily') });
    const host = { name: 'A. Host', role: 'host', group: 'cast', link: null, imageUrl: 'https://people.example/a.jpg' };
    expect(made).toMatchObject({
      status: 201,
      json: {
        key: 'daily-tech',
        name: 'Daily Tech!',
        title: 'Daily Tech!',
        feedUrl: world.feeds.url('/daily'),
        podcastGuid: '917393e3-1b1e-5cef-ace4-edaa54e1f810',
        author: 'Daily Media',
        link: 'https://daily.example/',
        imageUrl: 'https://daily.example/cover.jpg',
        language: 'en-US',
        persons: [host],
        ownership: 'unverified',
        verifiedAt: null,
        ownershipToken: expect.stringMatching(/^earshot-\w{32}$/) as string,
        trackingPrefix: expect.stringMatching(/\/e\/[0-9a-z]{12}\/$/) as string,
        feed: { state: 'fresh', failures: 0, problem: null, fetchedAt: '2026-11-20T12:00:00.000Z' },
      },
    });
    expect(await show('daily-tech')).toEqual(made.json);
    expect(await episode('daily-1')).toMatchObject({
      name: 'Episode daily-1',
      show: 'daily-tech',
      guid: 'daily-1',
      publishedAt: '2026-11-20T06:00:00.000Z',
      durationSeconds: 1_800,
      enclosureUrl: 'https://pdst.fm/e/media.example/daily-1.mp3?from=feed',
      enclosureType: 'audio/mpeg',
      fileBytes: 28_800_000,
      link: 'https://daily.example/1',
      persons: [host],
      transcripts: [{ url: 'https://daily.example/1.vtt', type: 'text/vtt', language: 'en', isCaptions: true }],
      isListed: true,
      enclosures: [
        { address: 'media.example/1.opus', type: 'audio/opus', fileBytes: 9_000_000 },
        { address: 'media.example/daily-1.mp3', type: 'audio/mpeg', fileBytes: 28_800_000 },
      ],
    });
    expect((await episode('daily-2')).persons).toMatchObject([{ name: 'B. Guest', role: 'guest', link: 'https://people.example/b' }]);
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'show.follow', target: 'daily-tech' });
  });

  test('has the guid that follows from its address when the feed names none', async () => {
    const { podcastGuid } = (await follow({ feedUrl: world.feeds.url('/no-guid') })).json as Show;
    expect(podcastGuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });

  test('completes the stub whose key is given, and has a key of its own when none is', async () => {
    expect(await follow({ feedUrl: world.feeds.url('/stub'), key: 'a-show' })).toMatchObject({ status: 201, json: { key: 'a-show' } });
    world.feeds.answer('/same-1', feedText('Same Name', []));
    world.feeds.answer('/same-2', feedText('Same: name', []));
    const keys = [];
    for (const path of ['/same-1', '/same-2']) keys.push(((await follow({ feedUrl: world.feeds.url(path) })).json as Show).key);
    expect(keys).toEqual(['same-name', 'same-name-2']);
  });

  test('is made once: the same feed, and another feed for it, are refused, by one who asks for it at the same time too', async () => {
    const feedUrl = world.feeds.url('/once');
    const answers = await Promise.all([follow({ feedUrl }), follow({ feedUrl }), follow({ feedUrl: `${feedUrl}#fragment` })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
    const [{ key }] = answers.filter(({ status }) => status === 201).map(({ json }) => json as Show);
    expect(await follow({ feedUrl: world.feeds.url('/another'), key })).toMatchObject({ status: 409 });
  });

  test('is answered the same for the same Idempotency-Key, without asking its host again', async () => {
    const [body, headers] = [{ feedUrl: world.feeds.url('/idempotent') }, { 'idempotency-key': 'once' }];
    const first = await follow(body, headers);
    expect(await follow(body, headers)).toMatchObject({ status: 201, text: first.text });
    expect(world.feeds.received.filter(({ path }) => path === '/idempotent')).toHaveLength(1);
  });

  test('keeps the name that somebody gave it, and its episodes theirs', async () => {
    world.feeds.answer('/named', feedText('Title', [{ guid: 'named-1' }]));
    const { key } = (await follow({ feedUrl: world.feeds.url('/named') })).json as Show;
    await world.send('PUT', '/episodes/named-1', { body: { name: 'Ours' } });
    expect((await world.send('PATCH', `/shows/${key}`, { body: { name: 'Our show' } })).json).toMatchObject({
      name: 'Our show',
      title: 'Title',
    });
    world.feeds.answer('/named', feedText('Other title', [{ guid: 'named-1' }]));
    expect(await refresh(key)).toMatchObject({ name: 'Our show', title: 'Other title' });
    expect(await episode('named-1')).toMatchObject({ name: 'Ours', title: 'Episode named-1' });
    expect((await world.send('PATCH', `/shows/${key}`, { body: { name: null } })).json).toMatchObject({ name: 'Other title' });
  });

  test('gets another feed, and none, by PATCH', async () => {
    const { key } = (await follow({ feedUrl: world.feeds.url('/first-home') })).json as Show;
    const moved = await world.send('PATCH', `/shows/${key}`, { body: { feedUrl: world.feeds.url('/second-home') } });
    expect(moved.json).toMatchObject({
      feedUrl: world.feeds.url('/second-home'),
      title: 'Show of second-home',
      name: 'Show of second-home',
    });
    expect(await episode('episode-of-first-home')).toMatchObject({ show: key, isListed: false });
    const without = await world.send('PATCH', `/shows/${key}`, { body: { feedUrl: null } });
    expect(without.json).toMatchObject({ feedUrl: null, feed: null, title: 'Show of second-home' });
    expect(await world.send('POST', `/shows/${key}/refresh`, { body: {} })).toMatchObject({ status: 409 });
  });

  test('keeps a secret in the address of its feed out of the audit log', async () => {
    world.feeds.answer('/private?token=hush-hush', feedText('Private', []));
    world.feeds.answer('/rss/still-more-hush', feedText('In the path', []));
    await follow({ feedUrl: world.feeds.url('/private?token=hush-hush') });
    await follow({ feedUrl: world.feeds.url('/rss/still-more-hush') });
    const { rows } = await world.admin.query<{ text: string }>(`select string_agg(l::text, '') as text from audit_log l`);
    expect(rows[0].text).toContain('/[removed]');
    expect(rows[0].text).not.toMatch(/hush-hush|still-more-hush/);
  });

  test.each([
    ['a body without a feed', {}],
    ['what is no address', { feedUrl: 'feeds.example' }],
    ['an address of another kind', { feedUrl: 'ftp://feeds.example/' }],
    ['an address with a password', { feedUrl: 'https://name:secret@feeds.example/' }],
    ['a key that is too long', { feedUrl: 'https://feeds.example/', key: 'x'.repeat(201) }],
  ])('is refused for %s', async (_, body) => {
    expect(await follow(body)).toMatchObject({ status: 400 });
  });
});

describe('ownership', () => {
  test('is verified while the feed holds the token of this tenant, whichever way it is written', async () => {
    const { ownershipToken, key } = (await follow({ feedUrl: world.feeds.url('/owned') })).json as Show;
    const holding = (text: string, purpose = 'verify') =>
      world.feeds.answer('/owned', feedText('Owned', [], `<podcast:txt purpose="${purpose}">${text}</podcast:txt>`));
    for (const text of [`${ownershipToken}`, `earshot-verify=${ownershipToken}`, ` somebody-else ${ownershipToken} `]) {
      holding(text);
      expect(await refresh(key)).toMatchObject({ ownership: 'verified', verifiedAt: '2026-11-20T12:00:00.000Z' });
    }
    for (const [text, purpose] of [
      [`${ownershipToken}`, 'release'],
      [`${ownershipToken}x`, 'verify'],
      ['', 'verify'],
    ]) {
      holding(text, purpose);
      expect(await refresh(key)).toMatchObject({ ownership: 'unverified', verifiedAt: null });
    }
  });

  test('has one token per tenant, and another tenant has another', async () => {
    const one = (await follow({ feedUrl: world.feeds.url('/token-1') })).json as Show;
    const other = (await follow({ feedUrl: world.feeds.url('/token-2') })).json as Show;
    expect(other.ownershipToken).toBe(one.ownershipToken);
    const theirs = await world.send('GET', `/shows/${world.theirs.show}`, { key: world.theirs.apiKey });
    expect((theirs.json as Show).ownershipToken).not.toBe(one.ownershipToken);
  });
});

describe('episodes', () => {
  test('of a show are listed with the newest first, a page at a time', async () => {
    const items = ['b', 'd', 'a', 'c'].map((guid) => ({ guid: `order-${guid}` }));
    world.feeds.answer('/order', feedText('Order', items).replace(/Fri, 20 Nov 2026 06(?=[^]*order-a<)/, 'Fri, 20 Nov 2026 08'));
    await follow({ feedUrl: world.feeds.url('/order'), key: 'order' });
    const first = await episodesOf('order', '&limit=3');
    const second = await episodesOf('order', `&limit=3&cursor=${first.nextCursor}`);
    const times = [...first.items, ...second.items].map(({ publishedAt, key }) => `${publishedAt} ${key}`);
    expect(times).toHaveLength(4);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(await world.send('GET', `/episodes?show=order&cursor=${Buffer.from('x').toString('base64url')}`)).toMatchObject({ status: 400 });
  });

  test('that the feed drops stay, and come back as they were', async () => {
    world.feeds.answer('/drop', feedText('Drop', [{ guid: 'kept' }, { guid: 'dropped' }]));
    await follow({ feedUrl: world.feeds.url('/drop'), key: 'drop' });
    const before = await episode('dropped');
    world.feeds.answer('/drop', feedText('Drop', [{ guid: 'kept' }]));
    await refresh('drop');
    expect(await episode('dropped')).toEqual({ ...before, isListed: false });
    expect(await episode('kept')).toMatchObject({ isListed: true });
    world.feeds.answer('/drop', feedText('Drop', [{ guid: 'kept' }, { guid: 'dropped' }]));
    await refresh('drop');
    expect(await episode('dropped')).toEqual(before);
  });

  test('keep their key whatever changes but the guid, complete a stub of it, and leave another show its own', async () => {
    world.feeds.answer('/keys', feedText('Keys', [{ guid: 'an-episode' }, { guid: `episode-of-mine` }, { guid: 'x'.repeat(900) }]));
    await follow({ feedUrl: world.feeds.url('/keys'), key: 'keys' });
    expect(await episode('an-episode')).toMatchObject({ show: 'keys', guid: 'an-episode' });
    expect(await episode('episode-of-mine')).toMatchObject({ show: world.mine.show });
    const keys = (await episodesOf('keys')).items.map(({ key }) => key);
    expect(keys.map((key) => key.replace(/[0-9a-f]{24,}/, 'HASH')).toSorted()).toEqual(['an-episode', 'keys:HASH', 'sha256:HASH']);
    await refresh('keys');
    expect((await episodesOf('keys')).items.map(({ key }) => key)).toEqual(keys);
  });

  test('are found by the address of their file, whatever stands before and behind it, also by one from before', async () => {
    world.feeds.answer('/moving', feedText('Moving', [{ guid: 'moving-1' }]));
    await follow({ feedUrl: world.feeds.url('/moving'), key: 'moving' });
    world.feeds.answer('/moving', feedText('Moving', [{ guid: 'moving-1' }]).replaceAll('media.example', 'new.example'));
    await refresh('moving');
    const found = async (enclosure: string) => {
      const { json } = await world.send('GET', `/episodes?enclosure=${encodeURIComponent(enclosure)}`);
      return (json as Page<Episode>).items.map(({ key }) => key);
    };
    for (const url of ['https://media.example/moving-1.mp3', 'http://op3.dev/e/https://new.example/moving-1.mp3?_from=player'])
      expect(await found(url)).toEqual(['moving-1']);
    expect(await found('https://media.example/never.mp3')).toEqual([]);
    expect(await found('nothing')).toEqual([]);
  });

  test('of several shows with one file are found by the show that is asked for', async () => {
    for (const key of ['network', 'swap']) {
      const text = feedText(key, [{ guid: `${key}-1` }]).replace('media.example/', 'media.example/shared.mp3?');
      world.feeds.answer(`/${key}`, text);
      await follow({ feedUrl: world.feeds.url(`/${key}`), key });
    }
    const address = 'media.example/shared.mp3';
    const find = (preferred?: string, tenantId = world.mine.tenantId) =>
      inTenant(world.database.context.db, tenantId, (tx) => findEpisodesAtIn(tx, [address, 'x'], preferred));
    for (const key of ['network', 'swap'])
      expect([...(await find(key))]).toEqual([[address, expect.objectContaining({ key: `${key}-1`, show: key, durationSeconds: 1_800 })]]);
    expect((await find()).size).toBe(1);
    expect((await find(undefined, world.theirs.tenantId)).size).toBe(0);
  });

  test('keep at most twenty addresses each, the last ones', async () => {
    const text = (number: number) => feedText('Signed', [{ guid: 'signed-1' }]).replace('media.example/', `media.example/${number}/`);
    world.feeds.answer('/signed', text(0));
    await follow({ feedUrl: world.feeds.url('/signed'), key: 'signed' });
    for (let number = 1; number <= 21; number += 1) {
      world.database.setNow(Date.parse('2026-11-20T12:00:00Z') + number);
      world.feeds.answer('/signed', text(number));
      await refresh('signed');
    }
    const { enclosures } = await episode('signed-1');
    expect(enclosures.map(({ address }) => address)).toEqual(
      Array.from({ length: 20 }, (_, place) => `media.example/${21 - place}/signed-1.mp3`),
    );
  });
});
