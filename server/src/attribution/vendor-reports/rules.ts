import { minorAmount } from '../../platform/money.ts';
import { type Difference, type Metric, METRICS, type Vendor, type VendorRow } from './schema.ts';

/** What two parties' figures may differ by when dates, places and shows agree (IAB v2.3 §5.6). */
const TOLERANCE = 0.05;

type Column = Metric | 'campaign' | 'show';

/** Headings by what they mean, in small letters without anything but letters: the vendors' help pages name the metrics so. */
const HEADINGS: Record<Column, readonly string[]> = {
  campaign: ['campaign', 'campaignname'],
  show: ['show', 'showname', 'podcast', 'podcastname'],
  impressions: ['impressions', 'impressionsdelivered', 'deliveredimpressions', 'downloads'],
  reach: ['reach', 'householdreach', 'householdsreached', 'uniquereach'],
  visitors: ['visitors', 'visits', 'attributedvisitors', 'attributedvisits'],
  leads: ['leads', 'attributedleads'],
  signups: ['signups', 'attributedsignups'],
  installs: ['installs', 'attributedinstalls'],
  purchases: ['purchases', 'conversions', 'convs', 'attributedpurchases', 'orders'],
  revenueMinor: ['revenue', 'attributedrevenue', 'revenueusd'],
};

function plain(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** Which column of a vendor's file holds what; the headings that mean nothing here stand in `unread`. */
export interface VendorColumns {
  places: ReadonlyMap<Column, number>;
  unread: string[];
}

/** Reads a vendor's header. Of two columns that mean the same the first counts. */
export function vendorColumns(header: readonly string[]): VendorColumns {
  const places = new Map<Column, number>();
  const unread: string[] = [];
  header.forEach((heading, place) => {
    const found = (Object.keys(HEADINGS) as Column[]).find((column) => HEADINGS[column].includes(plain(heading)));
    if (found === undefined || places.has(found)) unread.push(heading);
    else places.set(found, place);
  });
  return { places, unread };
}

/** A number as people and spreadsheets write it: 1,234.5 or $1,234.50; undefined for an empty cell, NaN for anything else. */
export function readFigure(cell: string): number | undefined {
  const text = cell.trim().replace(/^[A-Z]{3}\s|^[$€£]\s?/, '');
  if (text === '' || text === '-' || text === '—' || /^n\/?a$/i.test(text)) return undefined;
  return /^\d{1,3}(,\d{3})+(\.\d+)?$|^\d+(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : NaN;
}

/** What a line of a vendor's file says; `fault` when a cell is no number. */
export type ReadRow = { row: Record<string, string | number> } | { fault: string };

/** Reads one line by the columns of the header; money becomes minor units of `currency`, rounded to the nearest. */
export function readVendorRow(
  cells: readonly string[],
  { places }: VendorColumns,
  groupBy: 'campaign' | 'show',
  currency: string,
): ReadRow {
  const row: Record<string, string | number> = { name: cells[places.get(groupBy) ?? -1] ?? '' };
  for (const metric of METRICS) {
    const place = places.get(metric);
    const value = place === undefined ? undefined : readFigure(cells[place] ?? '');
    if (value === undefined) continue;
    if (Number.isNaN(value)) return { fault: `"${cells[place ?? 0]}" in the column of ${metric} is not a number` };
    const amount = metric === 'revenueMinor' ? minorAmount(value, currency) : value;
    if (amount === undefined) return { fault: `"${cells[place ?? 0]}" in the column of ${metric} is too large or too fine` };
    row[metric] = amount;
  }
  return { row };
}

/**
 * Rows of one name as one: files often have a line per flight or per month. Joined rows have no reach, since the same households may stand
 * in each. `nameOf` says what a row counts as.
 */
export function joinVendorRows(rows: readonly VendorRow[], nameOf = ({ name }: VendorRow) => name): VendorRow[] {
  const joined = new Map<string, VendorRow>();
  for (const row of rows) {
    const known = joined.get(nameOf(row));
    if (known === undefined) joined.set(nameOf(row), { ...row });
    else {
      for (const metric of METRICS) if (row[metric] !== undefined) known[metric] = (known[metric] ?? 0) + row[metric];
      delete known.reach;
    }
  }
  return [...joined.values()];
}

/** Finds what of ours a vendor's name means: by key, else by name, each without regard to case and outer space, the first of several. */
export function nameFinder(own: ReadonlyMap<string, string | null>): (name: string) => string | null {
  const [byKey, byTitle] = [new Map<string, string>(), new Map<string, string>()];
  const note = (names: Map<string, string>, name: string, key: string) => {
    if (!names.has(name)) names.set(name, key);
  };
  for (const [key, title] of own) {
    note(byKey, key.toLowerCase(), key);
    if (title !== null) note(byTitle, title.trim().toLowerCase(), key);
  }
  return (name) => {
    const wanted = name.trim().toLowerCase();
    return byKey.get(wanted) ?? byTitle.get(wanted) ?? null;
  };
}

/** Our credit of one metric: under our defaults, under the vendor's options, and of these what downloads and impressions alone earn. */
export interface OwnCredit {
  defaults: number;
  theirOptions: number;
  exposuresOnly: number;
}

/** Our figures of one key. */
export interface OwnFigures {
  credit: Partial<Record<Metric, OwnCredit>>;
  exposures: number;
  usableExposures: number;
  households: number;
  addresses: number;
  devices: number;
}

/** What a vendor is known to do with its figures. */
interface Habits {
  /** Counts pairs of address and user agent where we count addresses. */
  reachesDevices: boolean;
  name: string;
}

/** From the vendors' own help pages: Podscribe's and Spotify Ad Analytics' glossaries. */
const HABITS: Record<Vendor, Habits> = {
  podscribe: { reachesDevices: true, name: 'Podscribe' },
  spotify: { reachesDevices: false, name: 'Spotify' },
};

type Step = Difference['steps'][number];

function creditSteps(credit: OwnCredit, own: OwnFigures, vendor: Vendor, options: string): Step[] {
  const { name } = HABITS[vendor];
  const steps: Step[] = [
    { reason: 'vendor_options', detail: `under their options: ${options}`, value: credit.theirOptions },
    {
      reason: 'exposures_only',
      detail: 'without clicks, codes, survey answers and vanity visits, which they do not match by',
      value: credit.exposuresOnly,
    },
  ];
  if (own.usableExposures === 0 || own.usableExposures === own.exposures) return steps;
  const share = own.usableExposures / own.exposures;
  const detail = `scaled up by ${name} from the ${(share * 100).toFixed(1)} % of exposures on a household's address to all of them`;
  return [...steps, { reason: 'scaled_up', detail, value: credit.exposuresOnly / share }];
}

function reachSteps(own: OwnFigures, vendor: Vendor): Step[] {
  const steps: Step[] = [];
  if (own.addresses !== own.households) {
    const detail = 'with the addresses that may not stand for a household: of mobile networks, relays, businesses and datacenters';
    steps.push({ reason: 'other_addresses', detail, value: own.addresses });
  }
  if (HABITS[vendor].reachesDevices) {
    const detail = 'addresses together with user agents, as they count devices';
    steps.push({ reason: 'devices_for_households', detail, value: own.devices });
  }
  return steps;
}

function stepsOf(metric: Metric, own: OwnFigures, vendor: Vendor, options: string): { ours: number; steps: Step[] } {
  if (metric === 'impressions') return { ours: own.exposures, steps: [] };
  if (metric === 'reach') {
    return { ours: own.households, steps: reachSteps(own, vendor) };
  }
  const credit = own.credit[metric] ?? { defaults: 0, theirOptions: 0, exposuresOnly: 0 };
  return { ours: credit.defaults, steps: creditSteps(credit, own, vendor, options) };
}

/** The vendor's figures of one row beside ours. `options` says in words what the vendor's model and window are. */
export function differencesOf(row: VendorRow, own: OwnFigures, vendor: Vendor, options: string): Difference[] {
  return METRICS.flatMap((metric) => {
    const theirs = row[metric];
    if (theirs === undefined) return [];
    const { ours, steps } = stepsOf(metric, own, vendor, options);
    const difference = theirs - ours;
    const rate = theirs === 0 ? null : difference / theirs;
    const isBeyondTolerance = rate === null ? ours !== 0 : Math.abs(rate) > TOLERANCE;
    const unexplained = theirs - (steps.at(-1)?.value ?? ours);
    return [{ metric, vendor: theirs, ours, difference, rate, isBeyondTolerance, steps, unexplained }];
  });
}

/** What may differ between a vendor's report and ours, and is in no step because their file does not say. */
export function notesOf(vendor: Vendor): string[] {
  const { name } = HABITS[vendor];
  return [
    `${name} may count days in the time zone of the account; these are days in UTC.`,
    `${name}'s impressions may hold video views; ours are downloads and impressions of events alone.`,
    'Lines of one campaign or show are one row here, without reach: the same households may stand in several of them.',
    `${name} filters bots, data centers and repeats by lists of its own.`,
    'Our purchases and revenue are what is left after refunds; a vendor that is not told of refunds has more.',
    ...(vendor === 'spotify'
      ? ['Exports of Spotify Ad Analytics hold modeled or unmodeled figures by the kind of report: see which one this file is.']
      : ['Podscribe models conversions of YouTube views and of noisy addresses unless that is turned off.']),
  ];
}
