/** What the names of test things were numbered with last, by kind. */
let taken: Record<string, number> = {};

/** The next number for the name of a thing of this kind, from 1 on. */
export function nextNumber(kind: string): number {
  taken[kind] = (taken[kind] ?? 0) + 1;
  return taken[kind];
}

/** Numbers from 1 on while `work` runs, whatever was made before; resolves with the numbers it took, too. */
export async function numberedAnew<Result>(work: () => Promise<Result>): Promise<{ result: Result; numbers: Record<string, number> }> {
  const before = taken;
  taken = {};
  try {
    const result = await work();
    return { result, numbers: taken };
  } finally {
    taken = before;
  }
}

/** Names what is made from now on with none of these numbers. */
export function passOver(numbers: Record<string, number>): void {
  for (const [kind, last] of Object.entries(numbers)) taken[kind] = Math.max(taken[kind] ?? 0, last);
}
