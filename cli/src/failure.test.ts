import { describe, expect, test } from 'vitest';
import { CommandError } from './command-error.ts';
import { failureText } from './failure.ts';

class AppError extends Error {
  override name = 'AppError';
}

describe('a failed command', () => {
  test('says what the person did wrong and nothing else', () => {
    expect(failureText(new CommandError('There is no file a.csv.'), false)).toBe('There is no file a.csv.');
    expect(failureText(new AppError('The slug "a" is taken.'), true)).toBe('The slug "a" is taken.');
  });

  test('tells any other fault in one line, and how to see more', () => {
    const text = failureText(new Error('first line\nsecond line'), false);
    expect(text).toBe('unexpected failure: first line (run again with DEBUG=1 to see where)');
    expect(failureText(Object.assign(new Error(''), { code: 'ECONNREFUSED' }), false)).toContain('ECONNREFUSED');
    expect(failureText('thrown', false)).toBe('unexpected failure: thrown');
  });

  test('never steers the terminal by what it repeats, whatever kind of failure it is', () => {
    const hostile = 'a\u001b[2Jb\r\u0000\u007f\u009b31m\tc\nd é 🎧';
    const shown = String.raw`a\x1b[2Jb\x0d\x00\x7f\x9b31m` + '\tc\nd é 🎧';
    expect(failureText(new CommandError(hostile), false)).toBe(shown);
    expect(failureText(new AppError(hostile), false)).toBe(shown);
    expect(failureText(hostile, false)).toBe(`unexpected failure: ${shown}`);
    expect(failureText(new Error(hostile), false)).not.toContain('\u001b');
    expect(failureText(new Error(hostile), true)).not.toContain('\u001b');
  });

  test('shows the stack on request', () => {
    expect(failureText(new Error('a fault'), true)).toMatch(/^Error: a fault\n +at /);
  });
});
