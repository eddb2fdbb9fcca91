import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../../main.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-anomalies-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function anomalies(text: string, ...args: string[]) {
  writeFileSync(join(folder, 'series.csv'), text);
  const { INIT_CWD: _, ...env } = process.env;
  const result = spawnSync(process.execPath, [MAIN, 'ai', 'anomalies', 'series.csv', ...args], { cwd: folder, env, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

interface Row {
  timestamp: string;
  value: number | null;
  score: number;
  alert: boolean;
}

function rowsOf(text: string): Row[] {
  const { code, out, err } = anomalies(text, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

const stamp = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const START = Date.parse('2026-01-01T00:00:00Z');
const fine = (values: readonly number[]) =>
  `timestamp,value\n${values.map((value, place) => `${stamp(START + place * 300_000)},${value}\n`).join('')}`;
const daily = (values: readonly (number | '')[]) =>
  `timestamp,value\n${values.map((value, place) => `${stamp(START + place * 86_400_000).slice(0, 10)},${value}\n`).join('')}`;
const wave = Array.from({ length: 1_200 }, (_, place) => 50 + Math.round(20 * Math.sin((2 * Math.PI * place) / 288)));
const days = Array.from({ length: 90 }, (_, day) => 500 + ((day * 37) % 60));

describe('earshot ai anomalies', () => {
  test('answers each row of a fine-grained series, with an alert where something is new', () => {
    const values = wave.with(1_000, 300);
    const rows = rowsOf(fine(values));
    expect(rows.map(({ value }) => value)).toEqual(values);
    expect(rows[1_000]).toMatchObject({ timestamp: stamp(START + 1_000 * 300_000), value: 300, alert: true });
    expect(rows.slice(600, 1_000).filter(({ alert }) => alert)).toEqual([]);
    for (const { score, alert } of rows) expect(alert).toBe(score >= 0.5);
  });

  test('says the same of a row whatever follows it', () => {
    const all = rowsOf(fine(wave.with(1_000, 300)));
    expect(rowsOf(fine(wave.with(1_000, 300).slice(0, 1_001)))).toEqual(all.slice(0, 1_001));
  });

  test('reads a daily series by its weekdays, and tells no value from 0', () => {
    const rows = rowsOf(daily((days as (number | '')[]).with(70, '').with(80, 0)));
    expect(rows.flatMap(({ alert }, day) => (alert ? [day] : []))).toEqual([70, 80]);
    expect(rows[70].value).toBe(null);
    expect(anomalies(daily(days.with(80, 0))).out).toContain('2026-03-22, 0, far below what was expected, expected 5');
  });

  test('tells on the day after a gap that days are missing', () => {
    const lines = daily(days).trim().split('\n');
    const rows = rowsOf([...lines.slice(0, 70), ...lines.slice(73)].join('\n'));
    expect(rows.flatMap(({ alert, timestamp }) => (alert ? [timestamp] : []))).toEqual([lines[73].slice(0, 10)]);
  });

  test('knows from the column release that an episode came late', () => {
    const isRelease = days.map((_, day) => (day === 70 ? 0 : day % 7 === 0 || day === 72 ? 1 : 0));
    const values = isRelease.map((release, day) => (release === 1 ? 2_000 : isRelease[day - 1] === 1 ? 1_000 : 500) + ((day * 37) % 60));
    const text = daily(values).trim().split('\n');
    const withReleases = text.map((line, row) => `${line},${row === 0 ? 'release' : isRelease[row - 1]}`).join('\n');
    expect(rowsOf(withReleases).filter(({ alert }) => alert)).toEqual([]);
    expect(rowsOf(text.join('\n')).some(({ alert }) => alert)).toBe(true);
  });

  test.each([
    ['time,value\n', 'the column "time" is unknown; known are timestamp, value and release'],
    ['timestamp\n', 'the header is timestamp,value; release may follow'],
    ['', 'the file is empty; its header is timestamp,value'],
    ['timestamp,value\nyesterday,1\n', 'line 2: timestamp is "yesterday", not a date such as 2026-11-01 or 2026-11-01T09:00:00Z'],
    ['timestamp,value\n2026-01-01,many\n', 'line 2: value is "many", not a number; leave it empty where nothing was measured'],
    ['timestamp,value,release\n2026-01-01,1,maybe\n', 'line 2: release is "maybe"; write 1 for a day with an episode, else 0'],
    [
      'timestamp,value\n2026-01-01,1\n2026-01-02,1\n2026-01-03,1\n2026-01-03,1\n',
      'line 5: 2026-01-03 is not a later day than the row before it',
    ],
  ])('refuses %j and says why', (text, reason) => {
    const { code, out, err } = anomalies(text, '--json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(reason);
    expect(err).toMatch(/^earshot: series\.csv, /);
  });

  test('answers an empty series with an empty list', () => {
    expect(rowsOf('timestamp,value\n')).toEqual([]);
  });
});
