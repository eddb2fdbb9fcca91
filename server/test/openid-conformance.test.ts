import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLAIMS } from './conformance-claims.ts';
import { type Module, openSuite, type Suite } from './conformance-party.ts';
import { SIGN_IN } from './conformance-sign-in.ts';
import { SIGN_OUT } from './conformance-sign-out.ts';

/** The plan oidcc-basic-certification-test-plan, in its order. */
const BASIC: readonly Module[] = [
  ...SIGN_IN.HAPPY,
  ...CLAIMS.SCOPES,
  ...SIGN_IN.DISPLAY,
  ...SIGN_IN.PROMPTS,
  ...SIGN_IN.HINTS,
  ...SIGN_IN.CODES,
  ...SIGN_IN.CLIENT_POST,
  ...CLAIMS.OBJECTS,
  ...CLAIMS.ESSENTIAL,
  ...CLAIMS.OBJECT_ADDRESS,
  ...SIGN_IN.REFRESH,
];
const PLANS = [
  ['Basic OP', BASIC, 38],
  ['RP-Initiated Logout OP', SIGN_OUT, 11],
] as const;

let suite: Suite;
beforeAll(async () => {
  suite = await openSuite();
});
afterAll(() => suite.world.close());

describe.each(PLANS)('%s', (_, modules) => {
  test.each(modules.map((module) => [module.name, module] as const))('%s', async (_name, { run, result }) => {
    suite.world.database.setNow(Date.now());
    expect(await run(suite)).toBe(result);
  });
});

const page = () => readFileSync(new URL('../../docs/openid-conformance.md', import.meta.url), 'utf8');

describe('docs/openid-conformance.md', () => {
  test.each(PLANS)('lists every module of %s with what it asserts, what it came to and why', (title, modules, count) => {
    expect(new Set(modules.map(({ name }) => name)).size).toBe(count);
    const [section] = page().split(`\n## ${title}\n`)[1].split('\n## ');
    const rows = section.split('\n').filter((line) => line.startsWith('| oidcc-'));
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    expect(cells).toEqual(modules.map(({ name, asserts, pkce, result, why = '' }) => [name, asserts, pkce, result, why]));
  });

  test('counts as its tables do', () => {
    for (const [title, modules, count] of PLANS) {
      const of = (...results: Module['result'][]) => modules.filter(({ result }) => results.includes(result)).length;
      const added = modules.filter(({ pkce }) => pkce === 'added').length;
      const cells = [`${of('passed', 'warning')}/${count}`, of('warning'), of('skipped'), 0, added];
      expect(page().replaceAll(/ +/g, ' ')).toContain(`| ${title} | ${cells.join(' | ')} |`);
    }
  });
});
