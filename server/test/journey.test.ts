import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMatching, type Matching } from '../src/attribution/matching/service.ts';
import { ensureEventPartitions } from '../src/platform/partitions.ts';
import { createTestTenant, openTestDatabase, type TestDatabase } from './database.ts';
import { startTestServer, type TestServer } from './http.ts';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const isRunnable = ['bash', 'curl'].every((program) => spawnSync(program, ['--version']).status === 0);
const runFile = promisify(execFile);

interface Block {
  language: string;
  text: string;
}

/** The fenced blocks of the README in order. */
const blocks = Array.from(README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm), ([, language, text]): Block => ({ language, text }));

/** What the README has its reader type, with the answer it shows for it. */
function step(word: string): { script: string; answer: string } {
  const place = blocks.findIndex(({ language, text }) => language === 'sh' && text.includes('curl') && text.includes(word));
  const answer = blocks.slice(place + 1).find(({ language }) => language === 'text');
  if (place < 0 || answer === undefined) throw new Error(`The README has no block with curl and "${word}" that an answer follows.`);
  return { script: blocks[place].text, answer: answer.text };
}

const steps = { send: step('/api/v1/touchpoints'), report: step('/attribution/report'), explain: step('/explanation') };

let database: TestDatabase;
let server: TestServer;
let matching: Matching;
let apiKey: string;
beforeAll(async () => {
  database = await openTestDatabase();
  database.setNow(Date.now());
  await ensureEventPartitions(database.context.db, Date.now());
  ({ apiKey } = await createTestTenant(database.context, { currency: undefined }));
  server = await startTestServer(database.context);
  matching = await startMatching(database.context, 'system');
});
afterAll(async () => {
  await server.close();
  await matching.close();
  await database.close();
});

/** Runs a block as a person's shell does after the README's two exports. */
async function type(script: string): Promise<string> {
  const env = { ...process.env, EARSHOT_URL: server.url, EARSHOT_KEY: apiKey };
  return (await runFile('bash', ['-euo', 'pipefail', '-c', script], { env })).stdout;
}

interface Report {
  waitingConversions: number;
  totals: Record<string, number>;
  rows: { key: string; conversions: number; valueMinor: number }[];
}

/**
 * The figures that an answer shows, by the name before them; the README leaves parts out and breaks lines. Shares of a conversion count to
 * four places: the instants that the README has typed lie a few milliseconds apart from one run to the next.
 */
function figuresOf(text: string): string[] {
  return Array.from(text.replace(/…,?/g, '').matchAll(/"(\w+)":("[^"]*"|-?[\d.]+)/g), ([, name, value]) =>
    value.includes('.') ? `${name} ${Number(value).toFixed(4)}` : `${name} ${value}`,
  );
}

describe.skipIf(!isRunnable)('the first hour of the README (needs bash and curl)', () => {
  test('tells the reader to name address and key once, under the names that every command uses', () => {
    expect(README).toMatch(/^export EARSHOT_URL=http:\/\/127\.0\.0\.1:8080$/m);
    expect(README).toMatch(/^export EARSHOT_KEY=/m);
    for (const { script } of Object.values(steps)) expect(script).toContain('"Authorization: Bearer $EARSHOT_KEY"');
  });

  test('its touchpoints and its order are taken, with the answers it shows', async () => {
    expect(await type(steps.send.script)).toBe(steps.send.answer);
  });

  test('its report shows the credit it promises, once nothing waits any more', async () => {
    const read = async () => JSON.parse(await type(steps.report.script)) as Report;
    await expect.poll(async () => (await read()).waitingConversions, { timeout: 30_000, interval: 100 }).toBe(0);
    const text = await type(steps.report.script);
    const { rows, totals } = JSON.parse(text) as Report;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.reduce((sum, { valueMinor }) => sum + valueMinor, 0)).toBe(totals.valueMinor);
    const shown = figuresOf(steps.report.answer);
    expect(shown.length).toBeGreaterThan(8);
    expect(figuresOf(text)).toEqual(expect.arrayContaining(shown));
  });

  test('its explanation says what it promises, word for word', async () => {
    const { sentences } = JSON.parse(await type(steps.explain.script)) as { sentences: string[] };
    const dateless = (line: string) => line.replace(/ on \d{1,2} \w+ \d{4} at \d\d:\d\d UTC/, '');
    expect(sentences.map(dateless)).toEqual(steps.explain.answer.trimEnd().split('\n').map(dateless));
  });

  test('sending everything once more changes nothing', async () => {
    const before = await type(steps.report.script);
    const again = (await type(steps.send.script))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const answer of again) expect(answer).toMatchObject({ accepted: 0 });
    expect(await type(steps.report.script)).toBe(before);
  });
});
