import type { EpisodeDays } from '../predictions/download-growth.ts';

const DAY_MS = 86_400_000;

/** Counted downloads of an episode on a UTC day. */
export interface DownloadDay {
  show: string;
  episode: string;
  day: string;
  downloads: number;
}

/**
 * Downloads of episodes by their age in whole UTC days before `asOf`, at most `most`. An episode comes out on the day its feed says, else
 * on the first with a download. Those that came out before anything of their show was counted are left out: their first days are missing,
 * not empty.
 */
export function episodeDaysOf(
  rows: readonly DownloadDay[],
  published: ReadonlyMap<string, string>,
  { asOf, most }: { asOf: string; most: number },
): EpisodeDays[] {
  const countedSince = new Map<string, string>();
  for (const { show, day } of rows) if (day < (countedSince.get(show) ?? '9')) countedSince.set(show, day);
  return [...Map.groupBy(rows, ({ episode }) => episode)].flatMap(([episode, own]) => {
    const first = own.map(({ day }) => day).sort()[0];
    const { show } = own[0];
    const publishedOn = published.get(episode)?.slice(0, 10) ?? first;
    if (publishedOn < (countedSince.get(show) ?? first)) return [];
    const byDay = Map.groupBy(own, ({ day }) => day);
    const age = Math.max(0, Math.min(most, (Date.parse(asOf) - Date.parse(publishedOn)) / DAY_MS));
    const days = Array.from({ length: age }, (_, place) => {
      const day = new Date(Date.parse(publishedOn) + place * DAY_MS).toISOString().slice(0, 10);
      return (byDay.get(day) ?? []).reduce((sum, { downloads }) => sum + downloads, 0);
    });
    return [{ episode, show, publishedOn, days }];
  });
}
