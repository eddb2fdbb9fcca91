import { relative } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';

/** Tells each test that fails as it fails: a run that is cut off has then said which. */
export class Failures implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state !== 'failed') return;
    const file = relative(process.cwd(), test.module.moduleId);
    process.stdout.write(`\nFAILED  ${file}: ${test.fullName}\n        ${errors?.[0]?.message.split('\n')[0] ?? ''}\n`);
  }
}
