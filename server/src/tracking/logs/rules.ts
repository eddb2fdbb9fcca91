import { clfInstant, countOf, textOf, wordsOf } from './lines.ts';
import { headerFault, type LoggedRequest, type Mapping, MAPPINGS, type MappingName, requestOfRow, tellsOfAnswers } from './mappings.ts';

/** How files of requests are written. `auto` finds it out from the first line. */
export const LOG_FORMATS = ['auto', 'clf', 'combined', 'csv', 'tsv', 'ndjson', 'cloudfront', 'cloudflare', 'megaphone', 'op3'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/**
 * What a line says: a request, why it cannot be read, or nothing, as a header does. A fault of the file is one of its header, with which no
 * line can be read.
 */
export type LogLine = { request: LoggedRequest; id: string | undefined } | { fault: string; isOfFile?: true } | undefined;

/** Reads lines of one file in their order. */
export interface LogReader {
  /** True where whoever sent the bytes wrote it; false for exports of what somebody counted. */
  isHostLog: boolean;
  /** True where the lines tell of answers, by their bytes or their status; false where they tell of requests alone. */
  isOfAnswers: boolean;
  read(line: string): LogLine;
}

const LONGEST_LINE = 65_536;
const REQUEST = /^([A-Za-z]{1,20}) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/;

/** One line of the common or the combined log format; a quoted range behind what combined has is understood, wherever it stands. */
function readServerLine(line: string): LogLine {
  const words = wordsOf(line);
  if (words === undefined || words.length < 7)
    return { fault: 'is no line of a common or combined log: fields are missing, or a quote never closes' };
  const [ip, , , time, asked, status, bytes, , agent] = words;
  const occurredAt = clfInstant(time);
  if (occurredAt === undefined) return { fault: `has a time that is none of a log: "${time.slice(0, 60)}"` };
  const [, method, url] = REQUEST.exec(asked) ?? [];
  if (url === undefined) return { fault: `asks for nothing that can be read: "${asked.slice(0, 60)}"` };
  const range = words.slice(9).find((word) => /^bytes[= ]/.test(word));
  return {
    id: undefined,
    request: {
      occurredAt,
      ip,
      method,
      url,
      status: countOf(status),
      bytesSent: bytes === '-' ? 0 : countOf(bytes),
      userAgent: textOf(agent),
      range,
    },
  };
}

/** The cells of a line of a table; a cell in quotes may hold the separator, and doubled quotes. Undefined when a quote never closes. */
export function cellsOf(line: string, separator: ',' | '\t' | ';'): string[] | undefined {
  if (!line.includes('"')) return line.split(separator);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let end = at + 1;
      for (;;) {
        end = line.indexOf('"', end);
        if (end < 0) return undefined;
        if (line[end + 1] !== '"') break;
        end += 2;
      }
      cells.push(line.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < line.length && line[at] !== separator) return undefined;
    } else {
      const next = line.indexOf(separator, at);
      cells.push(line.slice(at, next < 0 ? line.length : next));
      at = next < 0 ? line.length : next;
    }
    if (at >= line.length) return cells;
    at += 1;
  }
}

/** The mapping whose columns a header has most of; our own names when none has more. */
function mappingOf(columns: readonly string[]): MappingName {
  const present = new Set(columns);
  const found = (['op3', 'cloudfront', 'cloudflare', 'megaphone'] as const).find((name) => {
    const known: Mapping['columns'] = MAPPINGS[name].columns;
    const telling = {
      op3: ['agentName', 'audienceId'],
      cloudfront: ['c-ip'],
      cloudflare: ['ClientIP'],
      megaphone: ['podcast_id', 'blacklisted_ua'],
    }[name];
    return (
      telling.every((column) => present.has(column)) && Object.values(known).some((names) => names.some((column) => present.has(column)))
    );
  });
  return found ?? 'own';
}

function tableReader(separator: ',' | '\t' | ';', named: MappingName | undefined): LogReader {
  let columns: string[] | undefined;
  let mapping: Mapping = MAPPINGS[named ?? 'own'];
  const begin = (names: string[]): LogLine => {
    columns = names;
    mapping = MAPPINGS[named ?? mappingOf(names)];
    const fault = headerFault(names, mapping);
    return fault === undefined ? undefined : { fault, isOfFile: true as const };
  };
  return {
    get isHostLog() {
      return mapping.isCounted !== true;
    },
    get isOfAnswers() {
      return columns === undefined || tellsOfAnswers(columns, mapping);
    },
    read(line) {
      if (line.startsWith('#')) {
        if (!line.startsWith('#Fields:')) return undefined;
        const names = line.slice('#Fields:'.length).trim();
        return begin(names.split(/[ \t]+/));
      }
      const cells = cellsOf(line, separator);
      if (cells === undefined) return { fault: 'opens a quote and never closes it' };
      if (columns === undefined) return begin(cells.map((cell) => cell.trim()));
      if (cells.length !== columns.length) return { fault: `has ${cells.length} cells, and the header has ${columns.length}` };
      const row: Record<string, string> = {};
      for (let place = 0; place < cells.length; place += 1) row[columns[place]] = cells[place];
      return requestOfRow(row, mapping);
    },
  };
}

function jsonReader(named: MappingName | undefined): LogReader {
  let mapping: Mapping | undefined = named && MAPPINGS[named];
  let isOfAnswers: boolean | undefined;
  return {
    get isHostLog() {
      return mapping?.isCounted !== true;
    },
    get isOfAnswers() {
      return isOfAnswers ?? true;
    },
    read(line) {
      let row: unknown;
      try {
        row = JSON.parse(line);
      } catch (error) {
        if (error instanceof SyntaxError) return { fault: 'is no JSON' };
        throw error;
      }
      if (row === null || typeof row !== 'object' || Array.isArray(row)) return { fault: 'is no JSON object' };
      mapping ??= MAPPINGS[mappingOf(Object.keys(row))];
      isOfAnswers ??= tellsOfAnswers(Object.keys(row), mapping);
      return requestOfRow(row as Record<string, unknown>, mapping);
    },
  };
}

/** What a file is written in, by its first line. */
export function formatOf(line: string): Exclude<LogFormat, 'auto'> {
  if (line.startsWith('{')) return 'ndjson';
  if (line.startsWith('#')) return 'cloudfront';
  if (/^\S+ \S+ .{0,200}\[\d{2}\/[A-Z][a-z]{2}\/\d{4}:/.test(line.slice(0, 400))) return 'combined';
  return line.includes('\t') ? 'tsv' : 'csv';
}

function readerOf(format: Exclude<LogFormat, 'auto'>, firstLine: string): LogReader {
  if (format === 'clf' || format === 'combined') return { isHostLog: true, isOfAnswers: true, read: readServerLine };
  const isJson = firstLine.startsWith('{');
  if (format === 'ndjson') return jsonReader(undefined);
  if (format === 'csv') return tableReader(firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',', undefined);
  if (format === 'tsv') return tableReader('\t', undefined);
  return isJson ? jsonReader(format) : tableReader(firstLine.includes('\t') || format === 'cloudfront' ? '\t' : ',', format);
}

/**
 * Reads a file's lines as requests, whatever they hold: a line that cannot be read says why. The first line decides for `auto`, and of a
 * table names the columns.
 */
export function openLogReader(asked: LogFormat): LogReader {
  let reader: LogReader | undefined;
  return {
    get isHostLog() {
      return reader?.isHostLog ?? true;
    },
    get isOfAnswers() {
      return reader?.isOfAnswers ?? true;
    },
    read(text) {
      const line = reader === undefined ? text.replace(/^\uFEFF/, '') : text;
      if (line.trim() === '') return undefined;
      if (line.length > LONGEST_LINE) return { fault: `has more than ${LONGEST_LINE} characters` };
      reader ??= readerOf(asked === 'auto' ? formatOf(line) : asked, line);
      return reader.read(line);
    },
  };
}
