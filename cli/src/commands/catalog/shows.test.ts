import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server as Host } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Show } from '../../../../server/src/catalog/shows/schema.ts';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
let host: Host;
/** What the host answers by path: the text of a feed, or a status. */
const answers = new Map<string, string | number>();
const env = { EARSHOT_OUTBOUND_NETWORKS: '127.0.0.0/8' };
beforeAll(async () => {
  folder = emptyFolder();
  host = createServer((request, response) => {
    const answer = answers.get(request.url ?? '') ?? 404;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.end(answer);
  });
  host.listen(0, '127.0.0.1');
  await once(host, 'listening');
  server = await startServer(folder);
  await runJson(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
});
afterAll(async () => {
  await server?.stop();
  host?.close();
  rmSync(folder, { recursive: true, force: true });
});

const inNetwork = ['--tenant', 'network'];
const shows = (...words: string[]) => run(['shows', ...words, ...inNetwork], { folder, env });
const showsJson = <Printed>(...words: string[]) => runJson<Printed>(['shows', ...words, ...inNetwork], { folder, env });
const feedText = (title: string, more = '') => `<rss version="2.0"><channel><title>${title}</title>${more}</channel></rss>`;

/** Adds a show whose key is also its path at the host. */
async function add(key: string): Promise<Show> {
  answers.set(`/${key}`, feedText(`Show of ${key}`));
  return showsJson<Show>('add', `http://127.0.0.1:${(host.address() as AddressInfo).port}/${key}`, '--key', key);
}

describe('earshot shows', () => {
  test('adds a show from its feed, shows it and lists it', async () => {
    const added = await add('daily');
    expect(added).toMatchObject({ key: 'daily', name: 'Show of daily', feed: { state: 'fresh' } });
    expect((await shows('show', 'daily')).out).toMatch(new RegExp(`\n {2}prefix +${added.trackingPrefix}\n`));
    expect(await showsJson<Show[]>('list')).toEqual([added]);
  });

  test('says what the owner puts into the feed until it is there', async () => {
    const { ownershipToken } = await add('owned');
    const tag = `<podcast:txt purpose="verify">${ownershipToken}</podcast:txt>`;
    const { code, err } = await shows('verify', 'owned');
    expect({ code, err }).toEqual({ code: 1, err: `earshot: Its owner puts ${tag} into the channel of the feed.\n` });
    answers.set('/owned', feedText('Owned', tag));
    expect(await showsJson<Show>('verify', 'owned')).toMatchObject({ ownership: 'verified' });
  });

  test('reads feeds again, and fails when one cannot be read, after telling of all', async () => {
    await add('ailing');
    await add('well');
    answers.set('/ailing', 503);
    answers.set('/well', feedText('Renamed'));
    const { code, out, err } = await shows('refresh', 'ailing', 'well');
    expect({ code, err }).toEqual({ code: 1, err: 'earshot: 1 of 2 feeds could not be read.\n' });
    expect(out).toBe(
      'ailing  unverified  failing: The host answers 503.  Show of ailing\nwell    unverified  fresh                           Renamed\n',
    );
  });

  test('has the transcripts that a feed names kept, says how that stands, and has it no more', async () => {
    await add('heard');
    const named = '<podcast:transcript url="https://127.0.0.1/one.vtt" type="text/vtt"/>';
    const file = '<enclosure url="https://media.example/one.mp3" length="9" type="audio/mpeg"/>';
    const items = `<item><title>One</title><guid>one</guid>${file}${named}</item>`;
    const rss = feedText('Heard', items).replace('<rss', '<rss xmlns:podcast="https://podcastindex.org/namespace/1.0"');
    answers.set('/heard', rss);
    await shows('refresh', 'heard');
    expect((await shows('show', 'heard')).out).not.toContain('transcripts');
    expect((await shows('transcripts', 'heard', 'on')).out).toBe(
      'Transcripts that the feed of heard names are kept as they come; 1 waits for the server.\n',
    );
    // The server may have asked for it by now, and been refused, since the address is its own machine's.
    expect((await shows('show', 'heard')).out).toMatch(/\n {2}transcripts +kept as they come, 1 waiting, [01] failing(: .*)?\n/);
    expect((await shows('transcripts', 'heard', 'off')).out).toBe('Transcripts that the feed of heard names are not kept.\n');
    expect(await showsJson<Show>('transcripts', 'heard', 'on')).toMatchObject({ importsTranscripts: true });
  });

  test.each([
    ['an answer that is none', ['transcripts', 'daily', 'maybe'], 'Say whether they are kept: on or off.'],
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
