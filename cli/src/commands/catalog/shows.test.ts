import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Show } from '../../../../server/src/catalog/shows/schema.ts';
import { feedText, type FeedServer, openFeedServer } from '../../../../server/test/feed-server.ts';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
let feeds: FeedServer;
const env = { EARSHOT_OUTBOUND_NETWORKS: '127.0.0.0/8' };
beforeAll(async () => {
  folder = emptyFolder();
  feeds = await openFeedServer();
  server = await startServer(folder);
  await runJson(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
});
afterAll(async () => {
  await server?.stop();
  await feeds?.close();
  rmSync(folder, { recursive: true, force: true });
});

const inNetwork = ['--tenant', 'network'];
const shows = (...words: string[]) => run(['shows', ...words, ...inNetwork], { folder, env });
const showsJson = <Printed>(...words: string[]) => runJson<Printed>(['shows', ...words, ...inNetwork], { folder, env });

describe('earshot shows', () => {
  test('adds a show from its feed, lists it, shows it and reads it again', async () => {
    const added = await showsJson<Show>('add', feeds.url('/daily'), '--key', 'daily');
    expect(added).toMatchObject({ key: 'daily', name: 'Show of daily', feed: { state: 'fresh' } });
    expect(await showsJson<Show[]>('list')).toEqual([added]);
    expect(await showsJson<Show>('show', 'daily')).toEqual(added);
    expect((await shows('list')).out).toBe('daily\tunverified\tfresh\tShow of daily\n');
    feeds.answer('/daily', feedText('Renamed', []));
    expect((await shows('refresh')).out).toBe('daily\tunverified\tfresh\tRenamed\n');
    expect((await shows('show', 'daily')).out).toContain(`\n  prefix\t${added.trackingPrefix}\n`);
  });

  test('says what the owner puts into the feed until it is there', async () => {
    const { ownershipToken } = await showsJson<Show>('add', feeds.url('/owned'), '--key', 'owned');
    const tag = `<podcast:txt purpose="verify">${ownershipToken}</podcast:txt>`;
    const { code, err } = await shows('verify', 'owned');
    expect({ code, err }).toEqual({ code: 1, err: `earshot: Its owner puts ${tag} into the channel of the feed.\n` });
    feeds.answer('/owned', feedText('Owned', [], tag));
    expect(await showsJson<Show>('verify', 'owned')).toMatchObject({ ownership: 'verified' });
  });

  test('fails when a feed cannot be read, after telling of all', async () => {
    await showsJson('add', feeds.url('/ailing'), '--key', 'ailing');
    feeds.answer('/ailing', (_request, response) => response.writeHead(503).end());
    const { code, out, err } = await shows('refresh', 'ailing', 'daily');
    expect({ code, err }).toEqual({ code: 1, err: 'earshot: 1 of 2 feeds could not be read.\n' });
    expect(out).toContain('ailing\tunverified\tfailing: The host answers 503.\tShow of ailing\ndaily\t');
  });

  test.each([
    ['what is no address', ['add', 'feeds.example'], 'feedUrl must be a web address'],
    ['what is no feed', ['add', 'http://127.0.0.1:9/'], 'The host "127.0.0.1" cannot be reached.'],
    ['a show there is not', ['show', 'never'], 'There is no such show.'],
    ['a tenant there is not', ['list', '--tenant', 'never'], 'There is no tenant "never"'],
  ])('says in one sentence what is wrong with %s', async (_, words, sentence) => {
    const { code, out, err } = await run(['shows', words[0], ...inNetwork, ...words.slice(1)], { folder, env });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^earshot: [^\n]*\n$/);
    expect(err).toContain(sentence);
  });
});
