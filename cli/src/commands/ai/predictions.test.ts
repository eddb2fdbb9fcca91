import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson } from '../../../test/program.ts';

let folder: string;
beforeAll(async () => {
  folder = emptyFolder();
  await runJson(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const predictions = (...words: string[]) => run(['ai', 'predictions', ...words, '--tenant', 'network'], { folder });

async function printed(...words: string[]): Promise<string> {
  const { code, out, err } = await predictions(...words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

test('a plan is predicted, kept, listed and shown, and says that it has no history', async () => {
  expect(await printed('list')).toBe('There are no predictions.\n');
  const made = await printed('create', '--kind', 'campaign_outcome', '--placement', 'daily=100000,250000', '--placement', 'late=50000');
  const [id, ...text] = made.split('\n');
  expect(text.join('\n')).toContain('no history');
  expect(text.join('\n')).toMatch(/conversions +– +\d/);
  expect(await printed('list')).toMatch(new RegExp(`^${id}  campaign outcome  a plan  as of .*conversions 80 %: .*  no history\n$`));
  expect(await printed('show', id)).toBe(text.join('\n'));
  const json = JSON.parse(await printed('show', id, '--json')) as { plan: object; label: string };
  expect(json).toMatchObject({ label: 'no_history', plan: { placements: [{ show: 'daily', impressions: 100_000 }, { show: 'late' }] } });
  expect(JSON.parse(await printed('list', '--kind', 'campaign_pacing', '--json'))).toEqual([]);
});

test.each([
  [['create', '--kind', 'luck'], 'kind'],
  [['create', '--kind', 'campaign_outcome', '--placement', 'daily'], '"daily" is no placement'],
  [['create', '--kind', 'campaign_outcome', '--campaign', 'nowhere'], 'There is no such campaign'],
  [['show', 'nowhere'], '"nowhere" is no id of a prediction'],
  [['list', '--kind', 'luck'], '"luck" is no kind'],
])('%j is refused and says why', async (words, reason) => {
  const { code, out, err } = await predictions(...words);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(reason);
});
