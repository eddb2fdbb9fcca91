import type { AllocationDetail } from '../../allocation-api.ts';

/** What one owner bears, or what nobody does. */
export interface OwnerSum {
  /** Null for what is idle or unassigned. */
  owner: string | null;
  kind: 'owner' | 'idle' | 'unassigned';
  name: string | null;
  directMinor: number;
  sharedMinor: number;
  totalMinor: number;
}

/** The lines of a split in one currency by owner, the dearest first; what nobody bears stands last. */
export function sumsByOwner({ lines, names }: Pick<AllocationDetail, 'lines' | 'names'>, currency: string): OwnerSum[] {
  const known = new Map(names.map(({ owner, name }) => [owner, name]));
  const sums = new Map<string, OwnerSum>();
  for (const { part, owner, amountMinor } of lines.filter((line) => line.currency === currency)) {
    const kind = part === 'idle' || part === 'unassigned' ? part : 'owner';
    const id = `${kind} ${owner ?? ''}`;
    const name = owner === null ? null : (known.get(owner) ?? null);
    const sum = sums.get(id) ?? { owner, kind, name, directMinor: 0, sharedMinor: 0, totalMinor: 0 };
    const direct = part === 'direct' ? amountMinor : 0;
    sums.set(id, {
      ...sum,
      directMinor: sum.directMinor + direct,
      sharedMinor: sum.sharedMinor + amountMinor - direct,
      totalMinor: sum.totalMinor + amountMinor,
    });
  }
  const rank = { owner: 0, unassigned: 1, idle: 2 };
  return [...sums.values()].sort((a, b) => rank[a.kind] - rank[b.kind] || b.totalMinor - a.totalMinor);
}
