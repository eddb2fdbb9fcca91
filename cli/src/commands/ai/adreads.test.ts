import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../../main.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-adreads-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function adReads(file: string, text: string, ...args: string[]) {
  writeFileSync(join(folder, file), text);
  const { INIT_CWD: _, ...env } = process.env;
  const result = spawnSync(process.execPath, [MAIN, 'ai', 'adreads', file, ...args], { cwd: folder, env, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const TALK = [
  'We spent the whole afternoon looking for the old mill behind the station.',
  'He told me the clock had stopped on the day his father left the town.',
  'I think that is why the second half of the book feels so much slower.',
];
const AD = [
  'This show is sponsored by Fennelbox.',
  'Fennelbox sends fresh vegetables to your door every week, and you can skip or cancel any time.',
  'Right now you get 30% off your first three boxes with free shipping.',
  'Go to fennelbox.com slash mill and use code MILL at checkout.',
  'That is fennelbox.com slash mill, code MILL, for 30% off.',
];
const LINES = [
  ...Array.from({ length: 60 }, (_, place) => TALK[place % 3]),
  ...AD,
  ...Array.from({ length: 60 }, (_, place) => TALK[place % 3]),
];
const stamp = (seconds: number, mark: string) =>
  `00:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}${mark}000`;
const cues = (mark: string, head = '') =>
  head + LINES.map((text, place) => `${place + 1}\n${stamp(place * 6, mark)} --> ${stamp(place * 6 + 6, mark)}\n${text}\n\n`).join('');
const JSON_TEXT = JSON.stringify(LINES.map((text, place) => ({ start: place * 6, end: place * 6 + 6, text })));

describe('earshot ai adreads', () => {
  test('finds the same ad in every form of a transcript, with its times and its sponsor', () => {
    const [first, ...others] = [
      adReads('a.srt', cues(','), '--json'),
      adReads('a.vtt', cues('.', 'WEBVTT\n\n'), '--json'),
      adReads('a.json', JSON_TEXT, '--json'),
    ];
    expect(first).toMatchObject({ code: 0, err: '' });
    const { ads } = JSON.parse(first.out);
    expect(ads).toEqual([{ start: expect.any(Number), end: expect.any(Number), sponsor: 'Fennelbox', confidence: expect.any(Number) }]);
    expect(Math.abs(ads[0].start - 360)).toBeLessThan(13);
    expect(Math.abs(ads[0].end - 390)).toBeLessThan(13);
    for (const other of others) expect(other).toEqual(first);
  });

  test('says it to people, and names a sponsor of the list first', () => {
    expect(adReads('a.srt', cues(',')).out).toMatch(/^sponsor +start +end +confidence\nFennelbox {2}0:0\d:\d\d {2}0:0\d:\d\d +0\.\d\d\n$/);
    expect(JSON.parse(adReads('a.srt', cues(','), '--json', '--sponsor', 'Acorn', '--sponsor', 'Mill').out).ads[0].sponsor).toBe('Mill');
    expect(adReads('b.txt', TALK.join('\n'))).toEqual({
      code: 0,
      out: 'No ad was found.\n',
      err:
        'earshot: the transcript does not state its times; they are estimated from its words\n' +
        'earshot: this is short for an episode; in a piece of one, ads and programme are hard to tell apart\n',
    });
  });

  test('names cues it passes over, and refuses what holds nothing', () => {
    const { code, err } = adReads('a.srt', `${cues(',')}x --> y\nnothing\n`, '--json');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('the cue is passed over, since its times cannot be read') });
    expect(adReads('a.json', '{}', '--json')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('holds no list of segments'),
    });
    expect(adReads('a.vtt', 'WEBVTT\n', '--json').err).toContain('Nothing was said in this transcript');
  });
});
