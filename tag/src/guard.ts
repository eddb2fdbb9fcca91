/** Does its work, and lets no failure of it out: whatever this script does, the page around it goes on. */
export function guard<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
