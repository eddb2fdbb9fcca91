import { expect, test } from 'vitest';
import { replaceFigures } from './document.ts';

const marked = (name: string, text: string) => `<!-- figures: ${name} -->\n\n${text}\n\n<!-- end of figures: ${name} -->`;

test('new figures take the place of the old ones, and everything else stays', () => {
  const before = `# Benchmarks\n\n${marked('engine', 'old')}\n\nWhy: shared.\n\n${marked('intake', 'kept')}\n`;
  const after = `# Benchmarks\n\n${marked('engine', 'new\n\n| a |')}\n\nWhy: shared.\n\n${marked('intake', 'kept')}\n`;
  expect(replaceFigures(before, 'engine', '\nnew\n\n| a |\n')).toBe(after);
});

test('a document without a place for the figures is refused', () => {
  expect(() => replaceFigures(marked('intake', 'kept'), 'engine', 'new')).toThrow('<!-- figures: engine -->');
});
