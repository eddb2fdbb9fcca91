import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const document = readFileSync(new URL('../docs/security.md', import.meta.url), 'utf8');
const STATES = ['met', 'in part', 'operator', 'not met', 'does not apply'];
/** OWASP ASVS 5.0 has so many requirements of level 1. */
const LEVEL_1 = 70;

interface Row {
  id: string;
  level: string;
  state: string;
  tests: { file: string; name: string }[];
}

const rows = document.split('\n').flatMap((line): Row[] => {
  const [, id, level, , , state, tests] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
  if (!/^V\d+\.\d+\.\d+$/.test(id ?? '')) return [];
  const named = [...tests.matchAll(/`([^`]+)`: "([^"]+)"/g)].map(([, file, name]) => ({ file, name }));
  return [{ id, level, state, tests: named }];
});

/** A test's name as its file writes it. */
const plain = (text: string) => text.replaceAll(String.raw`\'`, "'");

test('the table of requirements names each once, every one of level 1, and a state it knows', () => {
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(rows.filter(({ level }) => level === '1')).toHaveLength(LEVEL_1);
  for (const { id, state } of rows) expect(STATES, id).toContain(state);
});

test('each test that the table names is there', () => {
  const missing = rows.flatMap(({ id, tests }) =>
    tests
      .filter(({ file, name }) => {
        const path = new URL(`../${file}`, import.meta.url);
        return !existsSync(path) || !plain(readFileSync(path, 'utf8')).includes(name);
      })
      .map(({ file, name }) => `${id}: ${file}: ${name}`),
  );
  expect(missing).toEqual([]);
  expect(rows.flatMap(({ tests }) => tests).length).toBeGreaterThan(80);
});

test('the counts above the table are those of its rows', () => {
  for (const level of ['1', '2']) {
    const counts = STATES.map((state) => String(rows.filter((row) => row.level === level && row.state === state).length));
    expect(document.replaceAll(/ +/g, ' ')).toContain(`| ${level} | ${counts.join(' | ')} |`);
  }
});
