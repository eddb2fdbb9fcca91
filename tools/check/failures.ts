import { relative } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';

const MOST_LINES = 40;

/** What differs, where that is known, else what was said; no more than a screen of it. */
function detailOf(error: { message: string; diff?: string } | undefined): string {
  const [first = ''] = error?.message.split('\n') ?? [];
  const lines = [first, ...(error?.diff?.split('\n') ?? [])];
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
