import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Validation } from '../../../../server/src/attribution/validations/schema.ts';
import { emptyFolder, launch, run, runJson, type Server, signalOnce, startServer } from '../../../test/program.ts';

const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SMALL = ['--seed', '3', '--households', '150', '--replicates', '4'];
const validate = (...words: string[]) => run(['validate', ...words], { folder });

describe('earshot validate', () => {
  test('prints every model with bias, rank correlation and credit to campaigns without effect, by world and in all', async () => {
    const found = await runJson<Validation>(['validate', ...SMALL], { folder });
    expect(Validation.parse(found)).toEqual(found);
    const models = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based', 'markov', 'shapley', 'hazard'];
    expect(found.models.map(({ model }) => model)).toEqual(models);
    for (const { bias, rankCorrelation, creditToZeroEffect } of found.models) {
      expect(bias).toBeGreaterThan(-1);
      expect(Math.abs(rankCorrelation!)).toBeLessThanOrEqual(1);
      expect(creditToZeroEffect).toBeGreaterThanOrEqual(0);
      expect(creditToZeroEffect).toBeLessThanOrEqual(1);
    }
    expect(found.worlds.map(({ models: own }) => own.map(({ model }) => model))).toEqual(found.worlds.map(() => models));
    expect(found.worlds.filter(({ hasFittedForm }) => !hasFittedForm).length).toBeGreaterThanOrEqual(3);
  });

  test('prints the same bytes for the same seed, and others for another', async () => {
    const [one, same, other] = [await validate(...SMALL), await validate(...SMALL), await validate('--seed', '4', ...SMALL.slice(2))];
    expect(same.out).toBe(one.out);
    expect(other.out).not.toBe(one.out);
    expect(one.err).toBe('');
  });

  test('says of each model in a sentence when to trust it', async () => {
    const { out } = await validate(...SMALL);
    expect(out).toMatch(/^5 simulated worlds, \d+ purchases, \d+ of them caused by ads\n/);
    expect(out).toMatch(/^hazard: .*what ads caused.*Campaigns that do nothing get/m);
  });

  test.each([
    [['--seed', 'x', '--households', '200'], '--seed must be a whole number from 0 to 4294967295, not "x"'],
    [['--seed', '1', '--households', '99'], '--households must be a whole number from 100 to 100000, not "99"'],
    [['--seed', '1', '--households', '200', '--runs', ''], '--runs must be a whole number from 1 to 100, not ""'],
    [['--seed', '1', '--households', '200', '--replicates', '1'], '--replicates must be 0, or at least 2'],
    [['--seed', '1', '--households', '200', '--lookback-days', '7'], '--lookback-days needs --tenant'],
    [
      ['--seed', '1', '--households', '200', '--lookback-days', '91', '--tenant', 'x'],
      '--lookback-days must be a whole number from 1 to 90',
    ],
    [['--seed', '1', '--households', '200', '--unit', 'show'], '--unit needs --tenant'],
    [['--seed', '1', '--households', '200', '--unit', 'ad', '--tenant', 'x'], '--unit must be campaign or show, not "ad"'],
  ])('refuses %j and says what fits', async (words, message) => {
    const { code, out, err } = await validate(...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });

  test('stops at a signal without printing half of it', async () => {
    const { child, ended } = launch(['validate', '--seed', '1', '--households', '400', '--runs', '100'], {
      folder,
      node: signalOnce(`process.listenerCount('SIGINT') > 0`, 'SIGINT'),
    });
    expect(await ended).toMatchObject({ out: '', err: expect.stringContaining('Stopped before all worlds were done') });
    expect(child.exitCode).toBe(1);
  });
});

describe('earshot validate --tenant', () => {
  const own = emptyFolder();
  let server: Server;
  let key: string;
  beforeAll(async () => {
    server = await startServer(own);
    for (const slug of ['heard', 'new']) {
      const { apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', slug, '--slug', slug], { folder: own });
      if (slug === 'heard') key = apiKey;
    }
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const touchpoints = Array.from({ length: 600 }, (_, number) => {
      const [person, show] = [number % 150, `show-${(number + Math.floor(number / 150)) % 4}`];
      const identity = { userId: `u-${person}` };
      return {
        id: `t-${number}`,
        kind: 'download',
        campaign: show,
        show,
        occurredAt: daysAgo(5 + 10 * Math.floor(number / 150) + (person % 5)),
        identity,
      };
    });
    const conversions = Array.from({ length: 75 }, (_, person) => {
      const identity = { userId: `u-${person}` };
      return { id: `c-${person}`, kind: 'purchase', valueMinor: 100, currency: 'USD', occurredAt: daysAgo(2 + (person % 3)), identity };
    });
    await server.send('POST', '/touchpoints', key, { touchpoints });
    await server.send('POST', '/conversions', key, { conversions });
    const isMatched = async () => {
      const { json } = await server.send('GET', '/attribution/report?groupBy=show', key);
      const { totals, waitingConversions } = json as { totals: { conversions: number }; waitingConversions: number };
      return totals.conversions === 75 && waitingConversions === 0;
    };
    await vi.waitUntil(isMatched, { interval: 200, timeout: 60_000 });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(own, { recursive: true, force: true });
  });

  test('plants into the exposures of a tenant with its own unit and lookback, says what it stands on, and stores nothing', async () => {
    const words = [...SMALL, '--tenant', 'heard', '--unit', 'show', '--lookback-days', '14'];
    const found = await runJson<Validation>(['validate', ...words], { folder: own });
    expect(found.options).toMatchObject({ on: 'own_data', unit: 'show', lookbackDays: 14 });
    expect(found.ownData).toMatchObject({ unit: 'show', units: 4, people: 150, exposures: 600, isRateAssumed: false, insufficient: null });
    expect(found.worlds.map(({ world }) => world)).toContain('planted-fading');
    const { out } = await run(['validate', ...words], { folder: own });
    expect(out).toMatch(/^planted conversions, simulated on own exposures: 150 people with 600 exposures of 4 shows;/);
    expect(out).toMatch(/^hazard: .* All of this is from one run/m);
    expect((await server.send('GET', '/attribution/validations', key)).json).toMatchObject({ items: [] });
  });

  test('answers a tenant without enough of them how much is needed', async () => {
    const { code, out } = await run(['validate', ...SMALL, '--tenant', 'new'], { folder: own });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^Not enough data: 0 exposures, and 0 campaigns /) });
  });
});
