import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { QUOTAS, TIERS } from './tiers.ts';

test('docs/tiers.md says what each tier contains, in the numbers of the code', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/tiers.md'), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head, , ...body] = rows;
  const tiers = Object.keys(TIERS) as (keyof typeof TIERS)[];
  expect(head.slice(2)).toEqual(tiers.map((tier) => `\`${tier}\``));
  const figure = (limit: number | null) => (limit === null ? 'without limit' : limit.toLocaleString('en-US'));
  expect(body.map(([quota, , ...cells]) => [quota, ...cells])).toEqual(
    QUOTAS.map((quota) => [`\`${quota}\``, ...tiers.map((tier) => figure(TIERS[tier][quota]))]),
  );
});
