import { expect, test } from 'vitest';
import { countOfReport, sumOf, summaryLine } from './count.ts';

const report = (statuses: string[], fileStatus = 'passed') =>
  JSON.stringify({
    numPassedTests: statuses.filter((status) => status === 'passed').length,
    numFailedTests: statuses.filter((status) => status === 'failed').length,
    testResults: [{ status: fileStatus, assertionResults: statuses.map((status, place) => ({ status, fullName: `test ${place}` })) }],
  });

test('counts passed and failed tests, and names the skipped ones', () => {
  expect(countOfReport(report(['passed', 'failed', 'pending', 'passed'], 'failed'), 1, 'tests')).toEqual({
    passed: 2,
    failed: 1,
    skipped: ['tests: test 2'],
  });
});

test('counts a run without a report, without tests, or with a file that cannot be loaded as failed', () => {
  expect(countOfReport(undefined, 0, 'tests').failed).toBe(1);
  expect(countOfReport(report([]), 0, 'tests').failed).toBe(1);
  expect(countOfReport(report([], 'failed'), 1, 'tests').failed).toBe(1);
});

test('counts a run that ends badly though every test passed as failed', () => {
  expect(countOfReport(report(['passed']), 1, 'tests')).toEqual({ passed: 1, failed: 1, skipped: [] });
});

test('ends with one line that adds everything up', () => {
  const sum = sumOf([
    { passed: 2, failed: 0, skipped: ['a: b'] },
    { passed: 1, failed: 1, skipped: [] },
  ]);
  expect(summaryLine(sum)).toBe('3 passed, 1 failed, 1 skipped');
});
