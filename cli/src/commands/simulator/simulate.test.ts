import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson } from '../../../test/program.ts';

let folder: string;
beforeAll(async () => {
  folder = emptyFolder();
  await runJson(['simulate', ...SMALL, '--out', 'one'], { folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = ['catalog.json', 'conversions.ndjson', 'refunds.ndjson', 'touchpoints.ndjson', 'truth.json'];
const SMALL = ['--seed', '4', '--households', '400', '--days', '30'];
const simulate = (...words: string[]) => run(['simulate', ...words], { folder });
const hashOf = (file: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex');
const hashesOf = (world: string) => FILES.map((name) => hashOf(join(world, name)));
const linesOf = (file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');

describe('earshot simulate', () => {
  test('writes the same bytes for the same seed, and others for another', async () => {
    expect((await simulate(...SMALL, '--out', 'same')).code).toBe(0);
    expect(hashesOf('same')).toEqual(hashesOf('one'));
    expect((await simulate('--seed', '5', ...SMALL.slice(2), '--out', 'other')).code).toBe(0);
    expect(hashesOf('other')).not.toEqual(hashesOf('one'));
  });

  test('writes its files and nothing else, and counts what stands in them', async () => {
    const counts = await runJson<Record<string, number>>(['simulate', ...SMALL, '--out', 'counted'], { folder });
    expect(readdirSync(join(folder, 'counted')).toSorted()).toEqual(FILES);
    for (const name of ['touchpoints', 'conversions', 'refunds'])
      expect(linesOf(`counted/${name}.ndjson`).filter((line) => line !== '')).toHaveLength(counts[name]);
    const truth = JSON.parse(readFileSync(join(folder, 'counted/truth.json'), 'utf8')) as Truth;
    expect(Object.keys(truth)).toEqual(['campaigns', 'organicConversions']);
    expect(truth.organicConversions).toBe(counts.organicConversions);
    const caused = truth.campaigns.reduce((sum, { incrementalConversions }) => sum + incrementalConversions, 0);
    const purchases = linesOf('counted/conversions.ndjson').filter((line) => (JSON.parse(line) as { kind: string }).kind === 'purchase');
    expect(caused + truth.organicConversions).toBe(purchases.length);
  });

  test('writes another world by its name, whose truth adds up to its purchases', async () => {
    const counts = await runJson<Record<string, number>>(['simulate', ...SMALL, '--world', 'crowded-lines', '--out', 'named'], { folder });
    const truth = JSON.parse(readFileSync(join(folder, 'named/truth.json'), 'utf8')) as Truth;
    const caused = truth.campaigns.reduce((sum, { incrementalConversions }) => sum + incrementalConversions, 0);
    expect(caused + truth.organicConversions).toBeCloseTo(counts.conversions, 3);
    expect(linesOf('named/touchpoints.ndjson')).toHaveLength(counts.touchpoints);
  });

  test.each([
    [['--world', 'best'], 'There is no world "best". The worlds are additive-hazard'],
    [['--world', 'threshold', '--responsiveness', '2'], '--responsiveness belongs to the world of the demo'],
  ])('refuses %j and says why', async (words, message) => {
    const { code, err } = await simulate(...SMALL, ...words, '--out', 'refused');
    expect(code).not.toBe(0);
    expect(err).toContain(message);
  });

  test('says that what it wrote is simulated, and where it is', async () => {
    const { out } = await simulate(...SMALL, '--out', 'told');
    expect(out).toMatch(/^[\d,]+ touchpoints and [\d,]+ conversions \(simulated\) are in /);
    expect(out).toContain(join(folder, 'told'));
  });

  test('writes where the person stands, also when npm runs it from the project', async () => {
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    const { code } = await run(['simulate', ...SMALL, '--out', 'here'], { folder, env: { INIT_CWD: inner } });
    expect({ code, files: readdirSync(join(inner, 'here')).length }).toEqual({ code: 0, files: FILES.length });
  });

  test('does not replace files unless it is told to', async () => {
    mkdirSync(join(folder, 'kept'));
    writeFileSync(join(folder, 'kept/truth.json'), 'mine');
    const { code, out, err } = await simulate(...SMALL, '--out', 'kept');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`${join(folder, 'kept/truth.json')} is there already; name another folder, or add --force to replace it.`);
    expect(readdirSync(join(folder, 'kept'))).toEqual(['truth.json']);
    expect((await simulate(...SMALL, '--out', 'kept', '--force')).code).toBe(0);
    expect(hashesOf('kept')).toEqual(hashesOf('one'));
  });

  test('holds no more than a day of a long world in memory', async () => {
    const words = ['simulate', '--seed', '1', '--households', '600', '--days', '400', '--responsiveness', '1', '--out', 'long'];
    const { code, err } = await run(words, { folder, node: ['--max-old-space-size=16'] });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(statSync(join(folder, 'long/touchpoints.ndjson')).size).toBeGreaterThan(16 << 20);
  });
});

interface Truth {
  campaigns: { campaign: string; incrementalConversions: number }[];
  organicConversions: number;
}

describe('earshot simulate names the option that is wrong', () => {
  test.each([
    ['--seed', '-1', 'seed must be a whole number from 0 to 4294967295'],
    ['--seed', 'one', 'seed must be a whole number'],
    ['--households', '0', 'households must be a whole number from 1 to 1000000'],
    ['--days', '401', 'days must be a whole number from 1 to 400'],
    ['--start', '2026-13-01', 'startAt must be midnight UTC of a day'],
    ['--responsiveness', 'much', 'responsiveness must be a number from 0 to 100'],
  ])('%s %s', async (option, value, sentence) => {
    const { code, out, err } = await simulate(...SMALL, '--out', 'never', option, value);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^earshot: [^\n]*\n$/);
    expect(err).toContain(sentence);
    expect(readdirSync(folder)).not.toContain('never');
  });

  test('that is missing', async () => {
    const { code, err } = await simulate('--seed', '1', '--households', '10', '--days', '3');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("required option '--out <folder>' not specified") });
  });
});
