/** How many checks went which way; a skipped one says its name and why. */
export interface Count {
  passed: number;
  failed: number;
  skipped: string[];
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string; fullName: string }[] }[];
}

const UNDONE = ['pending', 'skipped', 'todo', 'disabled'];

/**
 * The counts in the JSON report of the test runner. A run that failed without a failed test, such as a file that could not be loaded or no
 * report at all, counts as one failure.
 */
export function countOfReport(text: string | undefined, exitCode: number, name: string): Count {
  if (text === undefined) return { passed: 0, failed: 1, skipped: [] };
  const report = JSON.parse(text) as Report;
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests.filter(({ status }) => UNDONE.includes(status)).map(({ fullName }) => `${name}: ${fullName}`);
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  const isEmpty = tests.length === 0;
  return { passed: report.numPassedTests, failed: failed === 0 && (exitCode !== 0 || isEmpty) ? 1 : failed, skipped };
}

export function sumOf(counts: readonly Count[]): Count {
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    skipped: counts.flatMap(({ skipped }) => skipped),
  };
}

/** The last line of `npm test`. */
export function summaryLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}
