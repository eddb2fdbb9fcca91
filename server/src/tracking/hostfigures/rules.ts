/** What the columns of a table of figures are called, ours first and then those that hosts use. */
const COLUMNS = {
  show: ['show', 'podcast', 'show_key'],
  episode: ['episode', 'episode_key', 'guid', 'episode_guid'],
  day: ['day', 'date', 'interval'],
  downloads: ['downloads', 'downloads_total', 'total_downloads', 'total', 'plays', 'total_plays'],
  source: ['source', 'host'],
} as const;

/** A day as hosts write it, 2026-11-01 or 01-11-2026 (Transistor), with or without a time behind it; undefined for any other text. */
export function dayOfText(text: string): string | undefined {
  const [, iso] = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text) ?? [];
  if (iso !== undefined) return iso;
  const [, day, month, year] = /^(\d{2})-(\d{2})-(\d{4})$/.exec(text) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}`;
}

/** What stands in for columns that a table has not. */
export interface FigureDefaults {
  show?: string | undefined;
  source?: string | undefined;
}

/** A row of a table of figures as it is put; what it lacks is left out, for the check to name. */
export function figureOfRow(columns: readonly string[], cells: readonly string[], defaults: FigureDefaults): Record<string, unknown> {
  const names = columns.map((name) => name.trim().toLowerCase());
  const cell = (field: keyof typeof COLUMNS) => {
    const place = COLUMNS[field].map((name) => names.indexOf(name)).find((at) => at >= 0);
    const text = place === undefined ? '' : (cells[place] ?? '').trim();
    return text === '' ? undefined : text;
  };
  const [day, downloads] = [cell('day'), cell('downloads')?.replaceAll(/(?<=\d)[,\s](?=\d{3})/g, '')];
  return {
    show: cell('show') ?? defaults.show,
    episode: cell('episode') ?? null,
    day: day === undefined ? undefined : (dayOfText(day) ?? day),
    downloads: downloads !== undefined && /^\d{1,12}$/.test(downloads) ? Number(downloads) : downloads,
    source: cell('source') ?? defaults.source,
  };
}
