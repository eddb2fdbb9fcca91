/** Fields that tell of the program, the part asked for, consent, purpose and form, beside those that begin with `x-`. */
const KEPT_FIELDS = new Set([
  'user-agent',
  'referer',
  'origin',
  'range',
  'sec-gpc',
  'content-type',
  'content-encoding',
  'purpose',
  'sec-purpose',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'if-none-match',
  'if-modified-since',
]);
/** Of these the listener's address is taken; the rest of them names other machines. */
const ADDRESS_FIELDS = /^x-(forwarded-|real-ip$|client-ip$|cluster-client-ip$)/;
const LONGEST_VALUE = 4_096;

/** Those fields of a request's header that are kept, and `also` by name. */
export function keptFields(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  also: readonly string[] = [],
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const isKept = KEPT_FIELDS.has(name) || (name.startsWith('x-') && !ADDRESS_FIELDS.test(name)) || also.includes(name);
    if (isKept && value !== undefined) kept[name] = [value].flat().join(', ').slice(0, LONGEST_VALUE);
  }
  return kept;
}
