import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run } from '../test/program.ts';

let folder: string;
beforeAll(() => {
  folder = emptyFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each command with what it cannot do without. */
const COMMANDS: readonly [words: string[], needed: string[]][] = [
  [['serve'], []],
  [
    ['tenants', 'create'],
    ['--name', 'A', '--slug', 'a'],
  ],
  [['import'], ['touchpoints', 'a.csv', '--tenant', 'a']],
  [
    ['attribution', 'run'],
    ['--tenant', 'a'],
  ],
  [
    ['audit', 'verify'],
    ['--tenant', 'a'],
  ],
  [['credit'], ['a.csv']],
  [['simulate'], ['--seed', '1', '--households', '1', '--days', '1', '--out', 'world']],
  [['validate'], ['--seed', '1', '--households', '100']],
  [['migrate'], []],
];

/** Tells on standard error which of our files were loaded. */
const TELL_LOADED = `data:text/javascript,
  import { registerHooks } from 'node:module';
  const tell = (url) => url.endsWith('.ts') && process.stderr.write('loaded ' + url + '\\n');
  registerHooks({ load(url, context, next) { tell(url); return next(url, context); } });`;

async function loadedBy(words: string[]): Promise<string[]> {
  const { err } = await run(words, { folder, node: ['--import', TELL_LOADED] });
  return Array.from(err.matchAll(/^loaded (.*)$/gm), ([, url]) => url);
}

describe('earshot', () => {
  test('alone shows the list of commands and fails', async () => {
    const { code, out, err } = await run([], { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    for (const [[word]] of COMMANDS) expect(err).toMatch(new RegExp(`^  ${word} `, 'm'));
  });

  test('lists its commands with --help', async () => {
    const { code, out, err } = await run(['--help'], { folder });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const [[word]] of COMMANDS) expect(out).toMatch(new RegExp(`^  ${word} `, 'm'));
  });

  test('tells its version', async () => {
    expect(await run(['--version'], { folder })).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  });

  test('names the command that was probably meant', async () => {
    const { code, out, err } = await run(['simulat'], { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('Did you mean simulate?');
    expect(err).toContain('earshot --help lists the commands');
  });

  test('names what a group of commands holds', async () => {
    const { code, err } = await run(['tenants', 'creat'], { folder });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('Did you mean create?') });
    expect(await run(['attribution', '--help'], { folder })).toMatchObject({ code: 0, out: expect.stringMatching(/^ {2}run /m) });
  });
});

describe.each(COMMANDS.map(([words, needed]) => [words.join(' '), words, needed] as const))('earshot %s', (name, words, needed) => {
  test('explains itself with --help', async () => {
    const { code, out, err } = await run([...words, '--help'], { folder });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^Usage: earshot ${name}\\b`));
    expect(out).toContain('--json');
  });

  test('refuses an option it does not have and says where help is', async () => {
    const { code, out, err } = await run([...words, ...needed, '--no-such-option'], { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain("unknown option '--no-such-option'");
    expect(err).toContain(`earshot ${name} --help says how`);
  });
});

test('earshot help COMMAND is the same as earshot COMMAND --help', async () => {
  expect(await run(['help', 'credit'], { folder })).toEqual(await run(['credit', '--help'], { folder }));
});

describe('without the server run', () => {
  test.each([[['--help']], [['--version']], [['credit', 'none.csv']], [['simulate', '--seed', 'x']], [['tenants', '--help']]])(
    '%j',
    async (words) => {
      const loaded = await loadedBy(words);
      expect(loaded.length).toBeGreaterThan(1);
      expect(loaded.filter((url) => url.includes('/server/'))).toEqual([]);
    },
  );

  test('only commands that need no database', async () => {
    expect((await loadedBy(['migrate', '--help'])).filter((url) => url.includes('/server/')).length).toBeGreaterThan(1);
  });
});
