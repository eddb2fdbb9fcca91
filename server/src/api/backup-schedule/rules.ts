const HOUR_MS = 3_600_000;

/** What of a backup decides whether another one is due. */
interface Made {
  madeAt: string;
  /** The tenant it is of; null when it is of everything. */
  tenant: string | null;
}

/** When the newest backup of everything was made; undefined when there is none. */
export function newestOf(backups: readonly Made[]): number | undefined {
  const instants = backups.filter(({ tenant }) => tenant === null).map(({ madeAt }) => Date.parse(madeAt));
  return instants.length === 0 ? undefined : Math.max(...instants);
}

/** Whether a backup of everything is due: the newest is so many hours old; never where `everyHours` is 0. */
export function isBackupDue(backups: readonly Made[], everyHours: number, nowMs: number): boolean {
  if (everyHours === 0) return false;
  const newest = newestOf(backups);
  return newest === undefined || nowMs - newest >= everyHours * HOUR_MS;
}

/** From how many hours on the newest backup is too old: a day and a half, or one and a half times as often as they are made. */
export function mostHours(everyHours: number): number {
  return everyHours === 0 ? 36 : 1.5 * everyHours;
}
