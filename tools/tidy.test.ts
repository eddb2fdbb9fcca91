import { describe, expect, test } from 'vitest';
import { RULES } from './tidy/rules.ts';
import { plantedFiles, violationText } from './tidy/rule.ts';
import { filesOfTree } from './tidy/tree.ts';

const tree = filesOfTree();

describe.each(RULES.map((rule) => [rule.promise, rule] as const))('the house: %s', (_, { find, caught, passed }) => {
  test('this holds for every file of the tree', () => {
    expect(find(tree).map(violationText)).toEqual([]);
  });

  test('a breach is found, wherever it is planted', () => {
    expect(caught.filter((planted) => find(plantedFiles(planted)).length === 0)).toEqual([]);
    expect(caught).not.toEqual([]);
  });

  test('what only resembles a breach is let pass', () => {
    expect(passed.flatMap((planted) => find(plantedFiles(planted)).map(violationText))).toEqual([]);
    expect(passed).not.toEqual([]);
  });
});
