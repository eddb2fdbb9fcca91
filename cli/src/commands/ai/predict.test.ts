import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../../main.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-predict-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function predict(text: string, ...args: string[]) {
  writeFileSync(join(folder, 'campaigns.csv'), text);
  const { INIT_CWD: _, ...env } = process.env;
  const result = spawnSync(process.execPath, [MAIN, 'ai', 'predict', 'campaigns.csv', ...args], { cwd: folder, env, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const HEADER = 'campaign,show,category,impressions,spendMinor,conversions\n';
const finished = Array.from(
  { length: 30 },
  (_, place) => `c${place},daily,tech,${50_000 + 5_000 * place},100000,${20 + ((place * 7) % 11)}\n`,
).join('');

describe('earshot ai predict', () => {
  test('answers the rows without conversions, in the order of the file', () => {
    const { code, out, err } = predict(`${HEADER}later,daily,tech,90000,1,\n${finished}other,new show,sports,90000,,\n`, '--json');
    expect({ code, err }).toEqual({ code: 0, err: 'earshot: these intervals rest on 30 finished campaigns of the file\n' });
    const items = JSON.parse(out) as Record<string, number | string>[];
    expect(items.map(({ campaign }) => campaign)).toEqual(['later', 'other']);
    expect(Object.keys(items[0])).toEqual(['campaign', 'q05', 'q10', 'q25', 'q50', 'q75', 'q90', 'q95']);
    expect(Number(items[0].q50)).toBeGreaterThan(10);
    expect(Number(items[0].q50)).toBeLessThan(40);
    const width = ({ q05, q95 }: Record<string, number | string>) => Number(q95) - Number(q05);
    expect(width(items[1])).toBeGreaterThan(width(items[0]));
  });

  test('says when there is no history, and prints a table for people', () => {
    const { out, err } = predict(`${HEADER}first,daily,tech,90000,1,\n`);
    expect(err).toBe('earshot: no history: no campaign of the file is finished, so these intervals rest on published rates alone\n');
    expect(out).toMatch(/^campaign +q05 +q10 .*\nfirst +\d/);
    expect(predict(`${HEADER}${finished}`, '--json')).toMatchObject({
      code: 0,
      out: '[]\n',
      err: expect.stringContaining('every campaign'),
    });
  });

  test.each([
    ['campaign,show,category,impressions,spendMinor,conversions,visitors\n', 'the column "visitors" is unknown; known are'],
    ['campaign,show,category,impressions,spendMinor\n', 'the header has no column "conversions"'],
    [`${HEADER}a,b,c,many,1,\n`, 'line 2: impressions is "many", not a whole number'],
    [`${HEADER}a,b,c,0,1,\n`, 'line 2: impressions is 0; a campaign that is not booked cannot be predicted'],
    [`${HEADER}a,b,c,1,-1,\n`, 'line 2: spendMinor is "-1", not a whole number'],
    [`${HEADER},b,c,1,1,\n`, 'line 2: campaign is empty'],
    ['', 'the file is empty'],
  ])('refuses %j and says why, also what is known only after a launch', (text, reason) => {
    const { code, out, err } = predict(text, '--json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(reason);
    expect(err).toMatch(/^earshot: campaigns\.csv, /);
  });
});
