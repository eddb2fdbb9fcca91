/** Sums by unit that keep what rounding cuts off (A. Neumaier, 1974), so that a million chunks add up as exactly as one. */
export interface Sums {
  total: number[];
  cutOff: number[];
}

export function addTo({ total, cutOff }: Sums, parts: ArrayLike<number>): void {
  for (let unit = 0; unit < parts.length; unit += 1) {
    const before = total[unit] ?? 0;
    const after = before + parts[unit];
    const lost = Math.abs(before) >= Math.abs(parts[unit]) ? before - after + parts[unit] : parts[unit] - after + before;
    total[unit] = after;
    cutOff[unit] = (cutOff[unit] ?? 0) + lost;
  }
}

export function sumOf({ total, cutOff }: Sums, unit: number): number {
  return (total[unit] ?? 0) + (cutOff[unit] ?? 0);
}
