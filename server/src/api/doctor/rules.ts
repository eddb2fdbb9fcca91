/** What was looked at, how it stands, and what to do about it. */
export interface Check {
  name: string;
  state: 'ok' | 'warning' | 'failed';
  detail: string;
  /** Null where there is nothing to do. */
  fix: string | null;
}

/** So many tenants, for people. */
export function tenantsText(count: number): string {
  return count === 1 ? '1 tenant' : `${count.toLocaleString('en-US')} tenants`;
}

/** What a failure says for people. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Something that is as it should be. */
export function ok(name: string, detail: string): Check {
  return { name, state: 'ok', detail, fix: null };
}

/** Something that keeps the installation from working, and what to do about it. */
export function failed(name: string, detail: string, fix: string): Check {
  return { name, state: 'failed', detail, fix };
}

/** Something to look at, though the installation works. */
export function warning(name: string, detail: string, fix: string): Check {
  return { name, state: 'warning', detail, fix };
}
