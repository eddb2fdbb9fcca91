import { relative } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';

const MOST_LINES = 40;

interface Failure {
  message: string;
  diff?: string;
  cause?: { message?: string; code?: unknown };
}

/** What was said, what it came from and what differs, where that is known; no more than a screen of it. */
function detailOf(error: Failure | undefined): string {
  const [first = ''] = error?.message.split('\n') ?? [];
  const { message, code } = error?.cause ?? {};
  const cause = [code, message].filter((part) => typeof part === 'string').join(' ');
  const lines = [first, ...(cause === '' ? [] : [`caused by ${cause}`]), ...(error?.diff?.split('\n') ?? [])];
  return lines
    .slice(0, MOST_LINES)
    .map((line) => `        ${line}\n`)
    .join('');
}

/** Tells each test that fails, and why, as it fails: a run that is cut off has then said so. */
export class Failures implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state !== 'failed') return;
    const file = relative(process.cwd(), test.module.moduleId);
    process.stdout.write(`\nFAILED  ${file}: ${test.fullName}\n${detailOf(errors?.[0])}`);
  }
}
