/** So many of something, as a sentence says it: `1 tenant`, `2,722 rows`. `many` is for words that do not end in s. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
