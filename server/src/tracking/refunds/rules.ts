/** So much of what was paid counts: a part of a refund, in the proportion of what counts of the order, rounded half up; its sign stays. */
export function countedPart(paidMinor: number, { valueMinor, grossMinor }: { valueMinor: number; grossMinor: number }): number {
  if (valueMinor === grossMinor || grossMinor === 0) return paidMinor;
  const size = BigInt(Math.abs(paidMinor));
  return Math.sign(paidMinor) * Number((size * BigInt(valueMinor) * 2n + BigInt(grossMinor)) / (BigInt(grossMinor) * 2n));
}
