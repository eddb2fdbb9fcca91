import { expect, test } from 'vitest';
import { type DownloadDay, episodeDaysOf } from './episodes.ts';

const day = (episode: string, date: string, downloads: number): DownloadDay => ({
  show: 'daily',
  episode,
  day: `2026-10-${date}`,
  downloads,
});
const ROWS = [day('old', '01', 5), day('new', '03', 9), day('new', '05', 2), day('new', '05', 1), day('old', '06', 1)];
const PUBLISHED = new Map([
  ['old', '2026-08-01T09:00:00.000Z'],
  ['new', '2026-10-02T23:00:00.000Z'],
]);

test('downloads are told by age from the day an episode came out, days without any and several rows of a day included', () => {
  expect(episodeDaysOf(ROWS, PUBLISHED, { asOf: '2026-10-06', most: 30 })).toEqual([
    { episode: 'new', show: 'daily', publishedOn: '2026-10-02', days: [0, 9, 0, 3] },
  ]);
});

test('an episode of which nobody knows when it came out begins with its first download', () => {
  const found = episodeDaysOf(ROWS, new Map(), { asOf: '2026-10-09', most: 4 });
  expect(found.map(({ episode, publishedOn, days }) => [episode, publishedOn, days])).toEqual([
    ['old', '2026-10-01', [5, 0, 0, 0]],
    ['new', '2026-10-03', [9, 0, 3, 0]],
  ]);
});
