import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreditLine } from './credit-ledger.ts';

const MAIN = join(import.meta.dirname, '../../main.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-credit-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function credit(text: string | undefined, ...args: string[]) {
  if (text !== undefined) writeFileSync(join(folder, 'paths.csv'), text);
  const { INIT_CWD: _, ...env } = process.env;
  const result = spawnSync(process.execPath, [MAIN, 'credit', 'paths.csv', ...args], { cwd: folder, env, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

function creditJson(text: string, ...args: string[]): CreditLine[] {
  const { code, out, err } = credit(text, '--json', ...args);
  expect({ code, err }).toMatchObject({ code: 0 });
  return JSON.parse(out);
}

const NO_HAZARD =
  'earshot: hazard is left out, because a file of paths does not tell how long people were observed, with exposures and without\n';
const VECTOR = 'path,conversions,value,daysBefore\na > b > c,1,100,14 > 7 > 0\n';

describe('earshot credit', () => {
  test('prints one line per model and channel, in the order of models and of channel names', () => {
    expect(credit('path,conversions,value,daysBefore\nb > a,2,10.5,3 > 0\nb,1,0,0\n', '--model', 'all')).toEqual({
      code: 0,
      err: NO_HAZARD,
      out: [
        'channel,model,conversions,value',
        'a,first_touch,0,0',
        'b,first_touch,3,10.5',
        'a,last_touch,2,10.5',
        'b,last_touch,1,0',
        'a,linear,1,5.25',
        'b,linear,2,5.25',
        'a,time_decay,1.14744881036231,6.02410625440213',
        'b,time_decay,1.85255118963769,4.47589374559787',
        'a,position_based,1,5.25',
        'b,position_based,2,5.25',
        'a,markov,1.2,4.2',
        'b,markov,1.8,6.3',
        'a,shapley,1,5.25',
        'b,shapley,2,5.25',
        '',
      ].join('\n'),
    });
  });

  test('refuses a channel that would steer the terminal, by its line, and shows it harmless', () => {
    const { code, out, err } = credit('path,conversions,value\na,1,1\na > b\u001b]0;mine\u0007,1,1\n');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(String.raw`line 3: path "a > b\x1b]0;mine\x07" has a control character in the channel at place 2.`);
  });

  test('gives the method vector under time_decay and position_based', () => {
    const lines = creditJson(VECTOR, '--model', 'time_decay,position_based');
    expect(lines.map(({ channel, model }) => [channel, model])).toEqual([
      ['a', 'time_decay'],
      ['b', 'time_decay'],
      ['c', 'time_decay'],
      ['a', 'position_based'],
      ['b', 'position_based'],
      ['c', 'position_based'],
    ]);
    const expected = [100 / 7, 200 / 7, 400 / 7, 40, 20, 40];
    lines.forEach(({ conversions, value }, place) => {
      expect(value).toBeCloseTo(expected[place], 10);
      expect(conversions).toBeCloseTo(expected[place] / 100, 12);
    });
  });

  test('takes the half-life in days', () => {
    const values = creditJson(VECTOR, '--model', 'time_decay', '--half-life-days', '14').map(({ value }) => value);
    expect(values[0] / values[2]).toBeCloseTo(1 / 2, 12);
  });

  test('leaves time_decay out of all when there is no daysBefore, and says so on standard error', () => {
    const { code, out, err } = credit('path,conversions,value\na,1,1\n', '--model', 'all');
    expect(code).toBe(0);
    expect(err).toBe(`${NO_HAZARD}earshot: time_decay is left out, because the file has no column daysBefore\n`);
    expect(out).not.toContain('time_decay');
  });

  describe('under markov', () => {
    const FILE = ['a > b,1,60,0', 'a,0,0,1', 'b,1,40,1', 'c,0,0,5'];
    const fileOf = (rows: string[]) => `path,conversions,value,null\n${rows.join('\n')}\n`;

    test('prints the classic total, from paths with and without conversion', () => {
      expect(creditJson(fileOf(FILE), '--model', 'markov')).toEqual([
        { channel: 'a', model: 'markov', conversions: 0.5, value: 25 },
        { channel: 'b', model: 'markov', conversions: 1.5, value: 75 },
        { channel: 'c', model: 'markov', conversions: 0, value: 0 },
      ]);
    });

    test('takes all paths as converting where there is no column null', () => {
      const lines = creditJson('path,conversions,value\na > b,1,60\nb,1,40\n', '--model', 'markov');
      const [a, b] = lines.map(({ conversions }) => conversions);
      expect(a / b).toBeCloseTo(1 / 2, 12);
      expect(a + b).toBeCloseTo(2, 12);
    });

    test('looks at the last two touchpoints when told to', () => {
      const rows = ['a > b > c,3,3,0', 'b > c,0,0,4', 'c > b > a,1,1,2', 'a > c,1,1,1'];
      const [one, two] = ['1', '2'].map((order) => creditJson(fileOf(rows), '--model', 'markov', '--markov-order', order));
      expect(two).not.toEqual(one);
      expect(two.reduce((sum, line) => sum + line.conversions, 0)).toBeCloseTo(5, 12);
    });

    test.each(['1', '2'])('of order %s prints the same bytes in whatever order the lines stand', (order) => {
      const rows = Array.from({ length: 400 }, (_, row) => {
        const path = Array.from({ length: 1 + (row % 5) }, (__, place) => `c${(row * 13 + place * 7) % 23}`).join(' > ');
        return `${path},${(row % 7) / 10},${(row % 7) * 3.3},${row % 4}`;
      });
      const print = (lines: string[]) => credit(fileOf(lines), '--model', 'markov', '--markov-order', order).out;
      expect(print(rows.toReversed())).toBe(print(rows));
    });

    test('is left out of all, with the reason, when there are more channels than it can solve for', () => {
      const rows = Array.from({ length: 4_097 }, (_, channel) => `c${channel},1,1,0`);
      const { code, out, err } = credit(fileOf(rows), '--model', 'all');
      expect(code).toBe(0);
      expect(err).toContain('earshot: markov is left out, because markov of order 1 knows at most 4096 units, not 4097\n');
      expect(out).toContain('c0,shapley,1,1\n');
      expect(out).not.toContain('markov');
    });
  });

  test('under shapley shares a path evenly among its channels, however often each stands in it', () => {
    expect(creditJson('path,conversions,value\na > b > a > a,2,50\n', '--model', 'shapley')).toEqual([
      { channel: 'a', model: 'shapley', conversions: 1, value: 25 },
      { channel: 'b', model: 'shapley', conversions: 1, value: 25 },
    ]);
  });

  test('conserves totals to 1e-9 over many lines, whatever the sizes', () => {
    let [conversions, value] = [0, 0];
    const rows = Array.from({ length: 30_000 }, (_, row) => {
      const count = row % 5;
      const worth = count === 0 ? 0 : row % 11 === 0 ? 99_999_999.999999 : row / 1000;
      conversions += count;
      value += worth;
      const length = 1 + (row % 9);
      const places = Array.from({ length }, (__, place) => place);
      const path = places.map((place) => `ch ${(row * 7 + place * 3) % 40}`).join(' > ');
      return `${path},${count},${worth},${row % 3},${places.map((place) => (length - place) / 2).join(' > ')}`;
    });
    const lines = creditJson(`path,conversions,value,null,daysBefore\n${rows.join('\n')}\n`, '--model', 'all');
    for (const credits of Map.groupBy(lines, ({ model }) => model).values()) {
      expect(credits).toHaveLength(40);
      expect(Math.abs(credits.reduce((sum, line) => sum + line.conversions, 0) / conversions - 1)).toBeLessThan(1e-9);
      expect(Math.abs(credits.reduce((sum, line) => sum + line.value, 0) / value - 1)).toBeLessThan(1e-9);
    }
  });

  test('reads quotes, CRLF and a byte order mark, and quotes channels that need it', () => {
    const { out } = credit('\uFEFFpath,conversions,value\r\n"Say ""hi"" > a, b > c",1,3\r\n', '--model', 'linear');
    expect(out.split('\n')).toEqual([
      'channel,model,conversions,value',
      '"Say ""hi""",linear,0.333333333333333,1',
      '"a, b",linear,0.333333333333333,1',
      'c,linear,0.333333333333333,1',
      '',
    ]);
  });

  test('of a file with a header alone is a header alone', () => {
    expect(credit('path,conversions,value\n', '--model', 'linear').out).toBe('channel,model,conversions,value\n');
    expect(creditJson('path,conversions,value\n', '--model', 'linear')).toEqual([]);
  });
});

describe('earshot credit prints nothing but a reason and fails', () => {
  test('at a bad line, which it names, however late', () => {
    const good = 'a > b,1,2.5\n'.repeat(50_000);
    const { code, out, err } = credit(`path,conversions,value\n${good}a > b,1,two\n`, '--model', 'all');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('line 50002: value "two" is not a number from 0 on');
  });

  test.each([
    ['an empty file', '', [], 'line 1: the file is empty'],
    ['an unknown column', 'path,conversions,value,spend\n', [], 'line 1: the column "spend" is unknown'],
    [
      'time_decay by name without daysBefore',
      'path,conversions,value\n',
      ['--model', 'linear,time_decay'],
      'time_decay needs the column daysBefore',
    ],
    [
      'a model it does not know',
      VECTOR,
      ['--model', 'u_shaped'],
      'There is no model "u_shaped". The models are first_touch, last_touch, linear',
    ],
    ['hazard by name', VECTOR, ['--model', 'hazard'], 'hazard cannot be computed: a file of paths does not tell how long'],
    ['an order of the chain it does not know', VECTOR, ['--markov-order', '3'], '--markov-order must be 1 or 2, not "3"'],
    [
      'markov by name over more channels than it can solve for',
      `path,conversions,value\n${Array.from({ length: 4_097 }, (_, channel) => `c${channel},1,1\n`).join('')}`,
      ['--model', 'markov'],
      'markov cannot be computed: markov of order 1 knows at most 4096 units, not 4097',
    ],
    ['no model', VECTOR, ['--model', ''], 'There is no model ""'],
    ['an impossible half-life', VECTOR, ['--half-life-days', '0'], '--half-life-days must be a number above 0'],
    ['a half-life that is no number', VECTOR, ['--half-life-days', 'week'], '--half-life-days must be a number above 0'],
  ])('for %s', (_name, text, args, message) => {
    const { code, out, err } = credit(text, ...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  test('for a file that is not there, and for a folder', () => {
    rmSync(join(folder, 'paths.csv'));
    expect(credit(undefined)).toMatchObject({ code: 1, out: '', err: `earshot: There is no file ${join(folder, 'paths.csv')}.\n` });
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'credit', folder], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: `earshot: ${folder} is a folder, not a file of paths.\n` });
  });
});
