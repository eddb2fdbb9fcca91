import type { EpisodeRequestInput } from '../requests/schema.ts';
import { countOf, exportInstant, textOf, unescapePercent } from './lines.ts';

/** A request as a line tells of it; its id is made of the line. */
export type LoggedRequest = Partial<Omit<EpisodeRequestInput, 'id'>>;

/** What a field of a request is called in a table of requests: the first of these columns that is there and filled. */
type Field =
  | 'id'
  | 'at'
  | 'date'
  | 'time'
  | 'ip'
  | 'ipHash'
  | 'userAgent'
  | 'method'
  | 'status'
  | 'range'
  | 'rangeStart'
  | 'rangeEnd'
  | 'bytesSent'
  | 'url'
  | 'host'
  | 'path'
  | 'query'
  | 'durationSeconds'
  | 'fileBytes'
  | 'headerBytes'
  | 'show'
  | 'episode'
  | 'counted'
  | 'ads'
  | 'filtered';

/** How one kind of table names its columns. */
export interface Mapping {
  columns: Partial<Record<Field, readonly string[]>>;
  /** True where texts are percent-escaped. */
  isEscaped?: boolean;
  /** True where every row is a download that the source counted. */
  isCounted?: boolean;
}

const OWN: Mapping['columns'] = {
  id: ['id', 'requestId', 'request_id'],
  at: ['at', 'occurredAt', 'occurred_at', 'timestamp', 'datetime', 'date_time', 'time', 'created_at'],
  ip: ['ip', 'clientIp', 'client_ip', 'remote_addr', 'ip_address', 'c-ip'],
  ipHash: ['ipHash', 'ip_hash', 'hashedIpAddress', 'hashed_ip', 'audienceId', 'listener_id', 'listenerId'],
  userAgent: ['userAgent', 'user_agent', 'http_user_agent', 'ua', 'agent', 'useragent', 'cs(User-Agent)'],
  method: ['method', 'request_method', 'http_method', 'cs-method'],
  status: ['status', 'status_code', 'statusCode', 'response_status', 'sc-status'],
  range: ['range', 'http_range', 'byte_range', 'byteRange'],
  bytesSent: ['bytesSent', 'bytes_sent', 'body_bytes_sent', 'bytes', 'response_bytes', 'sc-bytes'],
  url: ['url', 'request_url', 'requestUrl', 'uri', 'request_uri', 'serverUrl', 'enclosure_url', 'path'],
  durationSeconds: ['durationSeconds', 'duration_seconds'],
  fileBytes: ['fileBytes', 'file_bytes', 'filesize', 'file_size'],
  headerBytes: ['headerBytes', 'header_bytes', 'id3_bytes'],
  show: ['show', 'podcast', 'podcast_id', 'show_id'],
  episode: ['episode', 'episode_id', 'episode_guid', 'itemGuid', 'guid'],
  counted: ['counted', 'is_download', 'isDownload'],
  ads: ['ads', 'insertedAds', 'inserted_ads'],
};

/** The tables of requests that are known, by the name of their format. */
export const MAPPINGS = {
  own: { columns: OWN },
  cloudfront: {
    isEscaped: true,
    columns: {
      date: ['date'],
      time: ['time'],
      at: ['timestamp', 'timestamp(ms)'],
      ip: ['c-ip'],
      userAgent: ['cs(User-Agent)', 'cs-user-agent'],
      method: ['cs-method'],
      status: ['sc-status'],
      bytesSent: ['sc-bytes'],
      host: ['x-host-header', 'cs(Host)'],
      path: ['cs-uri-stem'],
      query: ['cs-uri-query'],
      rangeStart: ['sc-range-start'],
      rangeEnd: ['sc-range-end'],
    },
  },
  cloudflare: {
    columns: {
      at: ['EdgeStartTimestamp'],
      ip: ['ClientIP'],
      userAgent: ['ClientRequestUserAgent'],
      method: ['ClientRequestMethod'],
      status: ['EdgeResponseStatus'],
      bytesSent: ['EdgeResponseBodyBytes', 'EdgeResponseBytes'],
      host: ['ClientRequestHost'],
      path: ['ClientRequestURI', 'ClientRequestPath'],
      id: ['RayID'],
    },
  },
  megaphone: {
    columns: {
      id: ['id'],
      at: ['created_at'],
      ip: ['ip'],
      userAgent: ['user_agent'],
      bytesSent: ['bytes_sent'],
      fileBytes: ['filesize'],
      durationSeconds: ['duration'],
      show: ['podcast_id'],
      episode: ['episode_id'],
      filtered: ['blacklisted_ip', 'blacklisted_ua'],
    },
  },
  op3: {
    isCounted: true,
    columns: {
      at: ['time'],
      ipHash: ['audienceId', 'hashedIpAddress'],
      userAgent: ['agentName'],
      url: ['url', 'serverUrl'],
      show: ['showUuid'],
      episode: ['itemGuid', 'episodeId'],
    },
  },
} as const satisfies Record<string, Mapping>;
export type MappingName = keyof typeof MAPPINGS;

type Row = Readonly<Record<string, unknown>>;

function cellOf(row: Row, names: readonly string[] | undefined): string | undefined {
  for (const name of names ?? []) {
    const value = row[name];
    const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
    if (textOf(text) !== undefined) return text;
  }
  return undefined;
}

function truthOf(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return /^(true|1|yes|t)$/i.test(text) ? true : /^(false|0|no|f)$/i.test(text) ? false : undefined;
}

/** Seconds of a file as exports write them: 1800, 1800.5 or 00:30:00. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text);
  const [, hours, minutes, seconds] = /^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  return minutes === undefined ? undefined : Number(hours ?? 0) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

/** Bytes that were sent; servers write `-` for none. */
function sentOf(row: Row, { columns }: Mapping): number | undefined {
  const text = cellOf(row, columns.bytesSent);
  if (text !== undefined) return countOf(text);
  return (columns.bytesSent ?? []).some((name) => row[name] === '-') ? 0 : undefined;
}

/** Whether a table tells of answers at all: one that has neither bytes nor status saw the requests alone. */
export function tellsOfAnswers(columns: readonly string[], mapping: Mapping): boolean {
  const telling = new Set([...(mapping.columns.bytesSent ?? []), ...(mapping.columns.status ?? [])]);
  return columns.some((column) => telling.has(column));
}

function rangeOf(row: Row, { columns }: Mapping): string | undefined {
  const stated = cellOf(row, columns.range);
  if (stated !== undefined) return stated;
  const [start, end] = [countOf(cellOf(row, columns.rangeStart)), countOf(cellOf(row, columns.rangeEnd))];
  return start === undefined ? undefined : `bytes=${start}-${end ?? ''}`;
}

function urlOf(row: Row, { columns }: Mapping): string | undefined {
  const whole = cellOf(row, columns.url);
  if (whole !== undefined) return whole;
  const path = cellOf(row, columns.path);
  if (path === undefined) return undefined;
  const host = cellOf(row, columns.host);
  const query = cellOf(row, columns.query);
  return `${host === undefined ? '' : `https://${host}`}${path}${query === undefined ? '' : `?${query}`}`;
}

function instantOf(row: Row, { columns }: Mapping): string | undefined {
  const [date, time] = [cellOf(row, columns.date), cellOf(row, columns.time)];
  const text = date !== undefined && time !== undefined ? `${date} ${time}` : cellOf(row, columns.at);
  return text === undefined ? undefined : exportInstant(text);
}

function countedOf(row: Row, { columns, isCounted }: Mapping): boolean | undefined {
  if ((columns.filtered ?? []).some((name) => truthOf(cellOf(row, [name])) === true)) return false;
  return isCounted === true ? true : truthOf(cellOf(row, columns.counted));
}

/** The ads in an answer's file: a list, or in a cell its JSON; a cell that is none is handed on, to be refused as such. */
function adsOf(row: Row, { columns }: Mapping): LoggedRequest['ads'] {
  const value = (columns.ads ?? []).map((name) => row[name]).find((one) => one !== undefined && one !== null && one !== '' && one !== '-');
  if (typeof value !== 'string') return value as LoggedRequest['ads'];
  try {
    return JSON.parse(value) as LoggedRequest['ads'];
  } catch (error) {
    if (error instanceof SyntaxError) return value as unknown as LoggedRequest['ads'];
    throw error;
  }
}

const namesOf = (columns: Mapping['columns'], ...fields: Field[]) => fields.flatMap((field) => columns[field] ?? []);

/** Why no line below this header can be a request, and how its columns may be called; undefined where some can. */
export function headerFault(header: readonly string[], { columns }: Mapping): string | undefined {
  const needed: [string, readonly string[]][] = [
    ['the time', namesOf(columns, 'at', 'date')],
    ['the address of who asked', namesOf(columns, 'ip', 'ipHash')],
    ['the address of the file', namesOf(columns, 'url', 'path', 'episode')],
  ];
  const lack = needed.find(([, names]) => !names.some((name) => header.includes(name)));
  return lack === undefined
    ? undefined
    : `its first line, "${header.join(',').slice(0, 200)}", names no column for ${lack[0]}. Call it one of ${lack[1].join(', ')}.`;
}

/** Why the time of a row cannot be read; undefined where it can. */
function timeFault(row: Row, mapping: Mapping): string | undefined {
  if (instantOf(row, mapping) !== undefined) return undefined;
  const names = namesOf(mapping.columns, 'at', 'date');
  const name = names.find((one) => cellOf(row, [one]) !== undefined);
  return name === undefined
    ? `has no time; it stands under one of ${names.join(', ')}`
    : `has a time in "${name}" that cannot be read: "${(cellOf(row, [name]) ?? '').slice(0, 60)}"; write it as 2026-11-01T10:00:00Z`;
}

/** What a row is told by where its source gives it an id of its own. */
export interface MappedRow {
  request: LoggedRequest;
  id: string | undefined;
}

/** A row of a table as a request. What it does not have is left out; without a time that can be read it is none. */
export function requestOfRow(row: Row, mapping: Mapping): MappedRow | { fault: string } {
  const fault = timeFault(row, mapping);
  if (fault !== undefined) return { fault };
  const { columns } = mapping;
  const plain = (text: string | undefined) => (mapping.isEscaped === true && text !== undefined ? unescapePercent(text) : text);
  const ip = cellOf(row, columns.ip);
  const episode = cellOf(row, columns.episode);
  return {
    id: cellOf(row, columns.id),
    request: {
      occurredAt: instantOf(row, mapping),
      url: urlOf(row, mapping) ?? episode,
      ip,
      ipHash: ip === undefined ? cellOf(row, columns.ipHash) : undefined,
      userAgent: plain(cellOf(row, columns.userAgent)),
      method: cellOf(row, columns.method),
      status: countOf(cellOf(row, columns.status)),
      range: rangeOf(row, mapping),
      bytesSent: sentOf(row, mapping),
      durationSeconds: secondsOf(cellOf(row, columns.durationSeconds)),
      fileBytes: countOf(cellOf(row, columns.fileBytes)),
      headerBytes: countOf(cellOf(row, columns.headerBytes)),
      show: cellOf(row, columns.show),
      episode,
      counted: countedOf(row, mapping),
      ads: adsOf(row, mapping),
    },
  };
}
