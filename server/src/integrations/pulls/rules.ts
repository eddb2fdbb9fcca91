import { createHash } from 'node:crypto';
import { at, instantOf, listAt, textAt } from '../hooks/reading.ts';

const DAY_MS = 86_400_000;
export const HOSTS = ['transistor', 'simplecast', 'op3'] as const;
export type Host = (typeof HOSTS)[number];

/** Where each host's API is. */
export const API_URLS: Readonly<Record<Host, string>> = {
  transistor: 'https://api.transistor.fm',
  simplecast: 'https://api.simplecast.com',
  op3: 'https://op3.dev',
};

/** How often each host may be asked: so many requests in so long. Transistor blocks for ten seconds beyond ten in ten seconds. */
export const PACES: Readonly<Record<Host, { requests: number; windowMs: number }>> = {
  transistor: { requests: 8, windowMs: 10_000 },
  simplecast: { requests: 20, windowMs: 10_000 },
  op3: { requests: 10, windowMs: 10_000 },
};
/** From the end of a pull to the next one. */
export const REST_MS = 6 * 3_600_000;
/** Days behind the present that are asked for again, since hosts correct their latest figures. */
const OVERLAP_DAYS = 3;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
const SIMPLECAST_PAGE = 100;
const TRANSISTOR_PAGE = 50;
const OP3_PAGE = 1_000;

/** How far a pull is: which show is asked for, and where in it. */
export interface Cursor {
  /** First and last UTC day that is asked for of the present show. */
  from: string;
  to: string;
  /** The first day of each show, by the host's id; a pull that began before there was such a thing has one for all of them. */
  starts?: Record<string, string>;
  /** The host's ids of the shows, and the place of the one that is asked for. */
  shows: string[];
  place: number;
  step: 'show' | 'names' | 'episodes' | 'episode' | 'rows';
  offset: number;
  /** Episodes of the page that are still to be asked for. */
  waiting: string[];
  hasMore: boolean;
  token?: string | undefined;
  /** Whether the audit log has its row of this pull. */
  isRecorded?: boolean;
}

/** One figure of a host, under the host's own ids; of the whole show without an episode. */
export interface Figure {
  episode: string | null;
  day: string;
  downloads: number;
}

/** What a host tells of one of its episodes, by which it is found among ours; null where it tells nothing. */
export interface NamedEpisode {
  id: string;
  guid: string | null;
  enclosure: string | null;
  title: string | null;
  publishedAt: string | null;
}

/** What one answer says, and how the pull goes on; without a cursor it is at its end. */
export interface Page {
  figures: Figure[];
  /** Rows of requests, as OP3 tells them. */
  rows: unknown[];
  episodes?: NamedEpisode[];
  next: Cursor | undefined;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The last day that each show was asked for, by the host's id. */
export type Covered = Readonly<Record<string, string>>;

/**
 * The beginning of a pull; undefined when no show is to be asked for. A show begins where it was asked to the last time, less three days,
 * however long ago that was; a new one `sinceDays` ago. The day under way is not asked for: its figure is not whole yet.
 */
export function beginning(
  host: Host,
  shows: readonly string[],
  { nowMs, sinceDays, covered }: { nowMs: number; sinceDays: number; covered: Covered },
): Cursor | undefined {
  const [first] = shows;
  if (first === undefined) return undefined;
  const to = dayOf(nowMs - DAY_MS);
  const startOf = (show: string) => {
    const until = Object.hasOwn(covered, show) ? covered[show] : undefined;
    const from = dayOf(until === undefined ? nowMs - sinceDays * DAY_MS : Date.parse(until) - (OVERLAP_DAYS - 1) * DAY_MS);
    return from > to ? to : from;
  };
  const starts = Object.fromEntries(shows.map((show) => [show, startOf(show)]));
  return { from: starts[first], to, starts, shows: [...shows], place: 0, step: firstStep(host), offset: 0, waiting: [], hasMore: false };
}

/** What is covered once the pull goes on with `next`: the show that it leaves behind, too. */
export function coveredAfter(covered: Covered, cursor: Cursor, next: Cursor | undefined): Covered {
  return next?.place === cursor.place ? covered : { ...covered, [cursor.shows[cursor.place] ?? '']: cursor.to };
}

function firstStep(host: Host): Cursor['step'] {
  return host === 'op3' ? 'rows' : 'show';
}

/** dd-mm-yyyy, as Transistor takes days. */
function transistorDay(day: string): string {
  return day.split('-').toReversed().join('-');
}

/** Pages of a show's episodes at Transistor, with the fields that are read alone. */
function transistorNames(show: string, offset: number): string {
  const fields = ['title', 'media_url', 'published_at'].map((name) => `fields[episode][]=${name}`);
  return [`show_id=${show}`, `pagination[page]=${offset + 1}`, `pagination[per]=${TRANSISTOR_PAGE}`, ...fields].join('&');
}

/** Path and query of what the cursor asks for, and the header that carries the key. */
export function requestOf(host: Host, cursor: Cursor, key: string): { path: string; headers: Record<string, string> } {
  const show = encodeURIComponent(cursor.shows[cursor.place] ?? '');
  const episode = encodeURIComponent(cursor.waiting[0] ?? '');
  const { from, to, step, offset, token } = cursor;
  const bearer = { authorization: `Bearer ${key}`, accept: 'application/json' };
  if (host === 'transistor') {
    if (step === 'names')
      return { path: `/v1/episodes?${transistorNames(show, offset)}`, headers: { 'x-api-key': key, accept: 'application/json' } };
    const part = step === 'show' ? `analytics/${show}` : `analytics/${show}/episodes`;
    const query = `start_date=${transistorDay(from)}&end_date=${transistorDay(to)}`;
    return { path: `/v1/${part}?${query}`, headers: { 'x-api-key': key, accept: 'application/json' } };
  }
  if (host === 'simplecast') {
    const dates = `interval=day&start_date=${from}&end_date=${to}`;
    if (step === 'show') return { path: `/analytics/downloads?podcast=${show}&${dates}`, headers: bearer };
    if (step === 'episodes') return { path: `/podcasts/${show}/episodes?limit=${SIMPLECAST_PAGE}&offset=${offset}`, headers: bearer };
    return { path: `/analytics/downloads?episode=${episode}&${dates}`, headers: bearer };
  }
  const after = token === undefined ? '' : `&continuationToken=${encodeURIComponent(token)}`;
  const end = dayOf(Date.parse(to) + DAY_MS);
  return { path: `/api/1/downloads/show/${show}?start=${from}&end=${end}&limit=${OP3_PAGE}&format=json${after}`, headers: bearer };
}

const DAY_FIRST = /^(\d\d)-(\d\d)-(\d{4})$/;

/** The days of a list in Transistor's writing: day first, or month first, whichever puts all of them into what was asked for. */
export function daysOf(texts: (string | undefined)[], { from, to }: Pick<Cursor, 'from' | 'to'>): string[] | undefined {
  const read = (isMonthFirst: boolean) => {
    const days = texts.map((text) => {
      const [, a, b, year] = DAY_FIRST.exec(text ?? '') ?? [];
      return isMonthFirst ? `${year}-${a}-${b}` : `${year}-${b}-${a}`;
    });
    return days.every((day) => day >= from && day <= to && dayOf(Date.parse(day)) === day) ? days : undefined;
  };
  return read(false) ?? read(true);
}

function figuresOfTransistor(list: unknown[], episode: string | null, cursor: Cursor): Figure[] | undefined {
  const days = daysOf(
    list.map((one) => textAt(one, 'date')),
    cursor,
  );
  const counts = list.map((one) => at(one, 'downloads') ?? at(one, 'count'));
  if (days === undefined || !counts.every(isCount)) return undefined;
  return days.map((day, place) => ({ episode, day, downloads: counts[place] }));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The cursor at the next show; undefined behind the last one. */
function nextShow(host: Host, cursor: Cursor): Cursor | undefined {
  const place = cursor.place + 1;
  if (place >= cursor.shows.length) return undefined;
  const from = cursor.starts?.[cursor.shows[place]] ?? cursor.from;
  return { ...cursor, from, place, step: firstStep(host), offset: 0, waiting: [], hasMore: false, token: undefined };
}

/** Texts that are too long to be compared with ours are none. */
function told(text: string | undefined, most: number): string | null {
  return text === undefined || text.length > most || /\p{Cc}/u.test(text) ? null : text;
}

function namedEpisode(one: unknown, attributes: unknown): NamedEpisode[] {
  const id = told(textAt(one, 'id'), 180);
  if (id === null) return [];
  const file = ['media_url', 'enclosure_url', 'audio_file_url'].map((name) => textAt(attributes, name)).find((text) => text !== undefined);
  return [
    {
      id,
      guid: told(textAt(attributes, 'guid'), 1_000),
      enclosure: told(file, 2_000),
      title: told(textAt(attributes, 'title'), 500),
      publishedAt: instantOf([textAt(attributes, 'published_at')]) ?? null,
    },
  ];
}

function readTransistorNames(json: unknown, cursor: Cursor): Page | undefined {
  const data = at(json, 'data');
  if (!Array.isArray(data)) return undefined;
  const total = at(json, 'meta', 'totalPages');
  const pages = cursor.offset + 1;
  const hasMore = data.length > 0 && (typeof total === 'number' ? pages < total : data.length >= TRANSISTOR_PAGE);
  const next: Cursor = hasMore ? { ...cursor, offset: pages } : { ...cursor, step: 'episodes', offset: 0 };
  return { figures: [], rows: [], episodes: data.flatMap((one) => namedEpisode(one, at(one, 'attributes'))), next };
}

function readTransistor(json: unknown, cursor: Cursor): Page | undefined {
  const attributes = at(json, 'data', 'attributes');
  if (cursor.step === 'show') {
    const figures = figuresOfTransistor(listAt(attributes, 'downloads'), null, cursor);
    return figures && { figures, rows: [], next: { ...cursor, step: 'names', offset: 0 } };
  }
  if (cursor.step === 'names') return readTransistorNames(json, cursor);
  const figures: Figure[] = [];
  for (const one of listAt(attributes, 'episodes')) {
    const id = textAt(one, 'id');
    const own = id === undefined ? undefined : figuresOfTransistor(listAt(one, 'downloads'), id, cursor);
    if (own === undefined) return undefined;
    figures.push(...own);
  }
  return { figures, rows: [], next: nextShow('transistor', cursor) };
}

function figuresOfSimplecast(json: unknown, episode: string | null, { from, to }: Cursor): Figure[] | undefined {
  if (!Array.isArray(at(json, 'by_interval'))) return undefined;
  const figures = listAt(json, 'by_interval').map((one) => {
    return { episode, day: textAt(one, 'interval')?.slice(0, 10) ?? '', downloads: at(one, 'downloads_total') };
  });
  const whole = figures.filter(({ day, downloads }) => /^\d{4}-\d\d-\d\d$/.test(day) && isCount(downloads)) as Figure[];
  if (whole.length < figures.length) return undefined;
  return whole.filter(({ day }) => day >= from && day <= to);
}

/** To the next episode of the page, else to the next page, else to the next show. */
function afterEpisode(cursor: Cursor): Cursor | undefined {
  if (cursor.waiting.length > 0) return { ...cursor, step: 'episode' };
  return cursor.hasMore ? { ...cursor, step: 'episodes' } : nextShow('simplecast', cursor);
}

function readSimplecast(json: unknown, cursor: Cursor): Page | undefined {
  if (cursor.step === 'episodes') {
    if (!Array.isArray(at(json, 'collection'))) return undefined;
    const waiting = listAt(json, 'collection').flatMap((one) => textAt(one, 'id') ?? []);
    const hasMore = textAt(json, 'pages', 'next', 'href') !== undefined && waiting.length > 0;
    const next = afterEpisode({ ...cursor, waiting, hasMore, offset: cursor.offset + waiting.length });
    return { figures: [], rows: [], episodes: listAt(json, 'collection').flatMap((one) => namedEpisode(one, one)), next };
  }
  const figures = figuresOfSimplecast(json, cursor.step === 'show' ? null : (cursor.waiting[0] ?? null), cursor);
  if (figures === undefined) return undefined;
  if (cursor.step === 'show') return { figures, rows: [], next: { ...cursor, step: 'episodes' } };
  return { figures, rows: [], next: afterEpisode({ ...cursor, waiting: cursor.waiting.slice(1) }) };
}

function readOp3(json: unknown, cursor: Cursor): Page | undefined {
  if (!Array.isArray(at(json, 'rows'))) return undefined;
  const token = textAt(json, 'continuationToken');
  const next = token === undefined || token === cursor.token ? nextShow('op3', cursor) : { ...cursor, token };
  return { figures: [], rows: listAt(json, 'rows'), next };
}

/** What an answer says; undefined when it is not what was asked for. */
export function readPage(host: Host, json: unknown, cursor: Cursor): Page | undefined {
  if (host === 'transistor') return readTransistor(json, cursor);
  return host === 'simplecast' ? readSimplecast(json, cursor) : readOp3(json, cursor);
}

/** A row of OP3 as a request that was counted there: its address is a hash, so that it counts here and matches nothing. */
export function requestOfRow(row: unknown, show: string): Record<string, unknown> | undefined {
  const [time, url, hash] = [textAt(row, 'time'), textAt(row, 'url'), textAt(row, 'hashedIpAddress')];
  if (time === undefined || url === undefined || hash === undefined) return undefined;
  const parts = [time, url, hash, textAt(row, 'audienceId') ?? '', textAt(row, 'agentName') ?? ''];
  const id = createHash('sha256').update(parts.join('\0')).digest('hex');
  const agent = textAt(row, 'agentName');
  const userAgent = agent === undefined ? {} : { userAgent: agent.slice(0, 2_000) };
  return { id: `op3:${id}`, occurredAt: time, url, ipHash: hash.slice(0, 200), ...userAgent, show, counted: true };
}

/** How long a pull waits after so many failures in a row, unless the host says; a minute, doubling, six hours at most. */
export function pauseAfter(failures: number, askedMs: number | undefined): number {
  return Math.max(askedMs ?? 0, Math.min(LONGEST_PAUSE_MS, 60_000 * 2 ** (failures - 1)));
}

/** What Retry-After says, in seconds or as a date (RFC 9110 §10.2.3), as milliseconds from now; at most six hours. */
export function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_PAUSE_MS, Math.max(0, ms));
}
