/** The day that an instant belongs to in a time zone (an IANA name), as YYYY-MM-DD. */
export function dayIn(timeZone: string, atMs: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(atMs);
  const of = (name: string) => parts.find(({ type }) => type === name)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}`;
}
