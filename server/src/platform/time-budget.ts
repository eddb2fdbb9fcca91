/**
 * Does `work` and settles as it does, but no sooner than `ms` milliseconds after the call: what it found out does not show in its time.
 * Work that takes longer settles when it is done. Of `refusals` only what was thrown is held back.
 */
export async function noSoonerThan<Result>(ms: number, work: () => Promise<Result>, of: 'all' | 'refusals' = 'all'): Promise<Result> {
  const budget = new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });
  try {
    const result = await work();
    if (of === 'all') await budget;
    return result;
  } catch (error) {
    await budget;
    throw error;
  }
}
