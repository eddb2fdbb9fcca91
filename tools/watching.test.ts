import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildApp } from '../server/src/api/app.ts';
import { openTestDatabase, type TestDatabase } from '../server/test/database.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  annotations?: { summary: string; runbook: string };
}

interface Panel {
  title: string;
  description?: string;
  targets?: { expr: string }[];
}

const rules = (parse(read('deploy/prometheus/earshot.rules.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const { panels } = JSON.parse(read('deploy/grafana/earshot.json')) as { panels: Panel[] };
const shown = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ name: title, expr })));
const queries = [...rules.map(({ record, alert, expr }) => ({ name: record ?? alert ?? '', expr })), ...shown];

/** Metrics and labels that a query names; undefined when it is no PromQL. */
function namesOf(expr: string): { metrics: string[]; labels: string[] } | undefined {
  const [metrics, labels]: string[][] = [[], []];
  let isWrong = false;
  parser.parse(expr).iterate({
    enter: ({ name, from, to, type }) => {
      if (type.isError) isWrong = true;
      if (name === 'VectorSelector') metrics.push(/^[\w:]+/.exec(expr.slice(from, to))?.[0] ?? '');
      if (name === 'LabelName') labels.push(expr.slice(from, to));
    },
  });
  return isWrong ? undefined : { metrics, labels };
}

let database: TestDatabase;
let known: Set<string>;
let docs: string;
beforeAll(async () => {
  database = await openTestDatabase();
  const app = await buildApp(database.context);
  const text = (await app.inject('/metrics')).body;
  await app.close();
  known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  docs = read('docs/observability.md');
});
afterAll(() => database.close());

const PREFIXED = ['earshot_edge_requests', 'earshot_spool'];
const OF_PROMETHEUS = ['up'];
const LABELS = new Set(['kind', 'outcome', 'quota', 'code', 'task', 'queue', 'status', 'method', 'route', 'what', 'le', 'instance', 'job']);

test('a text that is no PromQL is told from one that is', () => {
  expect(namesOf('sum(rate(a_total[5m])) by (kind)')).toEqual({ metrics: ['a_total'], labels: ['kind'] });
  for (const wrong of ['sum(rate(a_total[5m])', 'rate(a_total[5 parsecs])', 'a_total{kind=}', 'a +'])
    expect(namesOf(wrong), wrong).toBeUndefined();
});

describe.each(queries)('$name', ({ expr }) => {
  test('is PromQL over metrics and labels that are there', () => {
    const names = namesOf(expr);
    expect(names).toBeDefined();
    const recorded = new Set(rules.map(({ record }) => record));
    for (const metric of names?.metrics ?? []) {
      const base = metric.replace(/_(bucket|sum|count)$/, '');
      const isKnown = [metric, base].some(
        (name) => known.has(name) || PREFIXED.includes(name) || OF_PROMETHEUS.includes(name) || recorded.has(name),
      );
      expect(isKnown, metric).toBe(true);
    }
    for (const label of names?.labels ?? []) expect(LABELS.has(label), label).toBe(true);
  });
});

test('every alert says what is wrong, and leads to what to do about it', () => {
  const alerts = rules.filter(({ alert }) => alert !== undefined);
  expect(alerts.length).toBeGreaterThan(8);
  for (const { alert, annotations } of alerts) {
    expect(annotations?.summary, alert).toMatch(/^[A-Z].+\.$/);
    expect(annotations?.runbook).toBe(`docs/observability.md#${alert?.toLowerCase()}`);
    expect(docs).toContain(`\n### ${alert}\n`);
  }
});

interface RuleTest {
  alert_rule_test: { alertname: string; exp_alerts: unknown[] }[];
}

test('every alert is tried where it must fire, and where it must not', () => {
  const { tests } = parse(read('deploy/prometheus/earshot.rules.test.yaml')) as { tests: RuleTest[] };
  const tried = tests.flatMap(({ alert_rule_test }) => alert_rule_test);
  for (const { alert } of rules.filter((rule) => rule.alert !== undefined)) {
    const cases = tried.filter(({ alertname }) => alertname === alert);
    expect(
      cases.some(({ exp_alerts }) => exp_alerts.length > 0),
      alert,
    ).toBe(true);
    expect(
      cases.some(({ exp_alerts }) => exp_alerts.length === 0),
      alert,
    ).toBe(true);
  }
});

const promtool = spawnSync('promtool', ['--version'], { encoding: 'utf8' });
const unlessMissing = promtool.error ? ' (skipped: promtool, of Prometheus, is not installed)' : '';

test.skipIf(promtool.error !== undefined)(`and does so in Prometheus${unlessMissing}`, () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'deploy/prometheus/earshot.rules.test.yaml'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(`${stdout}${stderr}`).toContain('SUCCESS');
  expect(status).toBe(0);
});

test('every panel says what it shows', () => {
  const silent = panels.filter(({ targets, description = '' }) => targets && !/^[A-Z\d].*\.$/s.test(description));
  expect(silent.map(({ title }) => title)).toEqual([]);
});

test('every metric of our own is defined in the documentation', () => {
  const own = [...known].filter((name) => name.startsWith('earshot_'));
  expect(own.length).toBeGreaterThan(8);
  for (const name of own) expect(docs, name).toContain(`| \`${name}\``);
});
