import { UTM_NAMES, type LinkDetails, type Utm } from './schema.ts';

/** What of an address stands before its query, in it, and after it; the query is left as it was written. */
function partsOf(address: string): { head: string; query: string; fragment: string } {
  const [whole, ...fragments] = address.split('#');
  const [head, ...queries] = whole.split('?');
  return { head, query: queries.join('?'), fragment: fragments.length === 0 ? '' : `#${fragments.join('#')}` };
}

/** An address with parameters added to its query, in front of its fragment. Parameters that are there already stay as they are. */
export function withParameters(address: string, parameters: readonly (readonly [name: string, value: string])[]): string {
  const { head, query, fragment } = partsOf(address);
  const present = new URLSearchParams(query);
  const added = parameters
    .filter(([name]) => !present.has(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const all = [...(query === '' ? [] : [query]), ...added].join('&');
  return all === '' ? `${head}${fragment}` : `${head}?${all}${fragment}`;
}

/** A link's destination with its UTM parameters; those that the destination has itself are kept. */
export function redirectOf({ destination, utm }: { destination: string; utm: Utm }): string {
  return withParameters(
    destination,
    UTM_NAMES.flatMap((name) => (utm[name] === null ? [] : [[`utm_${name}`, utm[name]] as const])),
  );
}

/** The UTM parameters of a link, with what is left out filled in. */
export function utmOf({ utm, show, campaign }: Pick<LinkDetails, 'utm' | 'show' | 'campaign'>): Utm {
  const { source = 'podcast', medium = 'audio', campaign: name = show ?? campaign, content = null, term = null } = utm;
  return { source, medium, campaign: name, content, term };
}
