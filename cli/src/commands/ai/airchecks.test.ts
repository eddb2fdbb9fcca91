import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

const READ = 'This show is brought to you by Lumen Lamps. Go to lumenlamps.com/garden and use code glow twenty at checkout.';
const TEXT = JSON.stringify([{ start: 0, end: 20, text: READ }]);
const BRIEF = { sponsor: 'Lumen Lamps', promoCode: 'GLOW20', competitors: ['Figtree'], separationMinutes: 5 };

let folder: string;
let server: Server;
let transcript: string;

beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  const { apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
  const send = async (method: string, path: string, body: object) => {
    const { status, json } = await server.send(method, path, apiKey, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  await send('PUT', '/episodes/ep-1', { name: null });
  await send('PUT', '/placements/mid', { campaign: 'glow', show: 'garden', position: 'mid_roll', kind: 'baked_in' });
  transcript = ((await send('POST', '/ai/transcripts', { episode: 'ep-1', source: 'upload', text: TEXT })) as { id: string }).id;
  writeFileSync(join(folder, 'brief.json'), JSON.stringify(BRIEF));
  writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ ...BRIEF, separationMinutes: null }));
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ai = (...words: string[]) => run(['ai', ...words, '--tenant', 'network'], { folder });

async function printed(...words: string[]): Promise<string> {
  const { code, out, err } = await ai(...words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

test('a brief is set from a file, shown, and removed', async () => {
  const text = 'mid  version 1  Lumen Lamps\n  promo code: GLOW20\n  Figtree keeps 5 min away\n';
  expect(await printed('briefs', 'set', 'mid', join(folder, 'brief.json'))).toBe(text);
  expect(await printed('briefs', 'show', 'mid')).toBe(text);
  expect(await printed('briefs', 'list')).toBe(text);
  expect(await printed('briefs', 'remove', 'mid')).toBe('The placement mid has no brief any more.\n');
  expect(await printed('briefs', 'list')).toBe('No placement has a brief.\n');
});

test('a transcript is held against a brief, and the evidence written to a file that was not there', async () => {
  await printed('briefs', 'set', 'mid', join(folder, 'brief.json'));
  const done = await printed('airchecks', 'run', 'mid', transcript);
  expect(done).toMatch(/^[0-9a-f-]{36} {2}mid {2}ep-1 {2}episode_file {2}pass {2}\(3 pass, 0 fail, 0 uncertain\)/);
  expect(done).toMatch(/^pass {7}promo code: GLOW20\. The code is given out\.\n {11}0:00:\d\d {2}"Go to .*glow twenty/m);
  const [id] = done.split(' ');
  expect(await printed('airchecks', 'show', id)).toBe(done);
  expect(await printed('airchecks', 'list', '--placement', 'mid', '--outcome', 'pass')).toContain(id);
  expect(await printed('airchecks', 'list', '--outcome', 'fail')).toBe('There are no airchecks.\n');
  const file = join(folder, 'evidence.html');
  expect(await printed('airchecks', 'evidence', id, '--out', file)).toBe(`The evidence is in ${file}.\n`);
  expect(readFileSync(file, 'utf8')).toContain('What this does not prove');
  expect(await ai('airchecks', 'evidence', id, '--out', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be written'),
  });
  expect(await printed('airchecks', 'remove', id)).toBe(`The aircheck ${id} is removed.\n`);
});

test.each([
  [['airchecks', 'run', 'never', '00000000-0000-4000-8000-000000000000'], 'There is no such placement'],
  [['airchecks', 'run', 'mid', 'x'], '"x" is no id of a transcript'],
  [['airchecks', 'show', 'x'], '"x" is no id of an aircheck'],
  [['airchecks', 'list', '--outcome', 'x'], '--outcome is one of pass, fail, uncertain'],
  [['briefs', 'set', 'mid', 'none.json'], 'cannot be read as JSON'],
  [['briefs', 'show', 'never'], 'has no brief'],
])('%j is refused with the reason', async (words, reason) => {
  expect(await ai(...words)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(reason) });
});

test('a brief that is none is refused with what is wrong with it', async () => {
  const { code, err } = await ai('briefs', 'set', 'mid', join(folder, 'wrong.json'));
  expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('separationMinutes: belongs to competitors') });
});
