import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
let apiKey: string;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  ({ apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder }));
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// Commands go by the real clock: whatever day it is, these days are still to come.
const YEAR = new Date().getUTCFullYear() + 1;
const PLAN = {
  design: 'audience_split',
  campaign: 'spring',
  conversionKind: 'purchase',
  from: `${YEAR}-11-01`,
  to: `${YEAR}-12-01`,
  baseline: 0.02,
  effect: 0.005,
};
const { baseline: _baseline, effect: _effect, ...BY_HISTORY } = PLAN;

/** A file of a test's own that holds a plan. */
function planned(name: string, plan: object | string): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, typeof plan === 'string' ? plan : JSON.stringify(plan));
  return file;
}

const experiments = (...words: string[]) => run(['experiments', ...words, '--tenant', 'network'], { folder });

/** What a command printed that must succeed. */
async function printed(...words: string[]): Promise<string> {
  const { code, out, err } = await experiments(...words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

async function api(method: string, path: string, body?: object): Promise<unknown> {
  const { status, json } = await server.send(method, `/attribution/experiments/${path}`, apiKey, body);
  expect({ status, json }).toMatchObject({ status: 200 });
  return json;
}

/** Plans an experiment and takes it to a state, by the API. */
async function begin(key: string, ...states: ('running' | 'stopped')[]): Promise<void> {
  await api('PUT', key, PLAN);
  for (const state of states) await api('PUT', `${key}/state`, { state });
}

test('an experiment is planned from a file', async () => {
  expect(await printed('plan', 'lift', planned('lift', PLAN))).toContain(
    'Smallest effect found with 80 % power: 0.005 of the rate of purchases.\nParticipants, read once at the end: 27,620.',
  );
  expect(await api('GET', 'lift')).toMatchObject({ state: 'draft', plan: { participants: 27_618 } });
});

test('one may be read before there is anything to read', async () => {
  await begin('unread');
  expect(await printed('readout', 'unread')).toMatch(/^Not enough data yet: 0 with a purchase among 0 participants/);
});

test('says why there is no calibration', async () => {
  await begin('under-way', 'running');
  expect(await printed('calibration', 'under-way')).toBe(
    'The experiment is not over yet: credit is calibrated once it has ended and every window is over.\n',
  );
});

test('says which models there are to calibrate', async () => {
  await begin('of-a-model');
  expect((await experiments('calibration', 'of-a-model', '--model', 'best')).err).toContain('is not a model this version knows');
});

test('a draft is started', async () => {
  await begin('to-start');
  expect(await printed('start', 'to-start')).toBe('The experiment to-start is running.\n');
});

test('a running one is stopped', async () => {
  await begin('to-stop', 'running');
  expect(await printed('stop', 'to-stop')).toBe('The experiment to-stop is stopped.\n');
});

test('a stopped one is archived, which the list tells', async () => {
  await begin('to-archive', 'running', 'stopped');
  expect(await runJson(['experiments', 'archive', 'to-archive', '--tenant', 'network'], { folder })).toMatchObject({ state: 'archived' });
  expect(await printed('list')).toContain(`to-archive  archived  audience_split  spring  ${YEAR}-11-01 to ${YEAR}-12-01\n`);
});

test('a switch-back prints when the ad is to run', async () => {
  const out = await printed('plan', 'blocks', planned('blocks', { ...BY_HISTORY, design: 'switchback', blockDays: 5 }));
  expect(out).toMatch(new RegExp(`${YEAR}-11-01 to ${YEAR}-11-06 {2}(treatment|control)\n`));
  expect(out).toContain('3 pairs of blocks cannot show a difference at 5 %');
});

test('a plan of so few regions that nothing could be shown says so before it starts', async () => {
  const arms = [
    { name: 'treatment', regions: ['US-CA'] },
    { name: 'control', regions: ['US-TX', 'US-NY'] },
  ];
  const out = await printed('plan', 'few', planned('few', { ...BY_HISTORY, design: 'geo', arms }));
  expect(out).toContain('1 region with the ad and 2 without cannot show a difference at 5 %');
  expect(out).not.toContain('Smallest effect');
});

test.each([
  ['no JSON', 'no-json', '{', 'could not be read as JSON'],
  ['an unknown field', 'unknown-field', { ...PLAN, size: 3 }, 'size'],
  ['no expectation', 'no-expectation', { ...PLAN, baseline: undefined }, 'say what you expect of the control'],
])('says in one sentence what is wrong with a plan that has %s', async (_what, name, plan, says) => {
  const { code, out, err } = await experiments('plan', name, planned(name, plan));
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(says);
});

test('a step that is not the next one is refused', async () => {
  await begin('unstarted');
  expect(await experiments('stop', 'unstarted')).toMatchObject({ code: 1, err: expect.stringContaining('a draft is started') });
});
