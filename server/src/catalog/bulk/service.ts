import { createHash } from 'node:crypto';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, PageQuery, pageRequest, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { holdModelsIn } from '../../tenants/models/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findAdvertisersIn, listAdvertisers, putAdvertiserIn } from '../advertisers/service.ts';
import { findCampaignsIn, listCampaigns, putCampaignIn } from '../campaigns/service.ts';
import { findMappingsIn, listPromoCodes, putCodeIn } from '../codes/service.ts';
import { findLinksByKeyIn, listLinks, putLinkIn } from '../links/service.ts';
import { findPlacementsByKeyIn, listPlacements, putPlacementIn } from '../placements/service.ts';
import { findShowsIn, listShows, putShowIn } from '../shows/service.ts';
import { type CsvRecord, csvLine, readCsv } from './csv.ts';
import { type Fault, type Item, READERS, type Shape, SHAPES } from './nouns.ts';
import { arranged, cellsOf, itemOf, MOST_ERRORS, readHeader, separatorFault, withNullGroups } from './rules.ts';
import { type CatalogImport, type CatalogImportReport, type CatalogNoun, type LineError, MAX_IMPORT_LINES } from './schema.ts';
import { mark, takeBack } from './store.ts';

const LINES_PER_PAGE = 200;

/** The doors of one noun that everybody else uses, too. */
interface Doors {
  /** What is stored under the first cells of lines. */
  findIn(context: Context, tx: TenantTx, keys: string[]): Promise<object[]>;
  list(context: Context, actor: Actor, page: PageRequest): Promise<Page<object>>;
  /** Reads an item and writes it; answers with what is wrong with it. */
  putIn(context: Context, tx: TenantTx, actor: Actor, item: Item): Promise<Fault[]>;
}

type Put<Input> = (context: Context, tx: TenantTx, actor: Actor, input: Input) => Promise<unknown>;

function reading<Input extends object>(read: (item: Item) => Input | Fault[], put: Put<Input>): Doors['putIn'] {
  return async (context, tx, actor, item) => {
    const found = read(item);
    if (Array.isArray(found)) return found;
    await put(context, tx, actor, found);
    return [];
  };
}

const DOORS: Readonly<Record<CatalogNoun, Doors>> = {
  advertisers: {
    findIn: (_context, tx, keys) => findAdvertisersIn(tx, keys),
    list: listAdvertisers,
    putIn: reading(READERS.advertisers, (_context, tx, actor, input) => putAdvertiserIn(tx, actor, input)),
  },
  shows: { findIn: findShowsIn, list: listShows, putIn: reading(READERS.shows, putShowIn) },
  campaigns: {
    findIn: (_context, tx, keys) => findCampaignsIn(tx, keys),
    list: listCampaigns,
    putIn: reading(READERS.campaigns, putCampaignIn),
  },
  placements: {
    findIn: async (_context, tx, keys) => [...(await findPlacementsByKeyIn(tx, keys)).values()],
    list: (context, actor, page) => listPlacements(context, actor, {}, page),
    putIn: reading(READERS.placements, (_context, tx, actor, input) => putPlacementIn(tx, actor, input)),
  },
  promo_codes: {
    findIn: (_context, tx, codes) => findMappingsIn(tx, codes),
    list: (context, actor, page) => listPromoCodes(context, actor, {}, page),
    putIn: reading(READERS.promo_codes, (_context, tx, actor, input) => putCodeIn(tx, actor, input)),
  },
  links: {
    findIn: async (context, tx, keys) => [...(await findLinksByKeyIn(context, tx, keys)).values()],
    list: (context, actor, page) => listLinks(context, actor, {}, page),
    putIn: reading(READERS.links, putLinkIn),
  },
};

/** What becomes of a file: how its lines were taken, and what is wrong with others. */
type Outcome = Pick<CatalogImportReport, 'created' | 'changed' | 'unchanged' | 'errors'>;

/** One line of a file, with its cells in the order of the noun's columns. */
interface Line {
  line: number;
  cells: (string | undefined)[];
}

function identityOf({ columns, identifiedBy }: Shape, cells: readonly (string | undefined)[]): string {
  return JSON.stringify(identifiedBy.map((name) => comparable(name, cells[columns.findIndex(({ path }) => path === name)] ?? '')));
}

/** Codes are compared in upper case, and instants by what they mean. */
function comparable(column: string, cell: string): string {
  if (column === 'code') return cell.trim().toUpperCase();
  return column === 'validFrom' && !Number.isNaN(Date.parse(cell)) ? new Date(cell).toISOString() : cell;
}

function linesOf(records: readonly CsvRecord[], places: readonly number[], width: number): { lines: Line[]; errors: LineError[] } {
  const isWhole = ({ cells }: CsvRecord) => cells.length === width;
  return {
    lines: records.filter(isWhole).map((record) => ({ line: record.line, cells: arranged(record, places) })),
    errors: records
      .filter((record) => !isWhole(record))
      .map(({ line, cells }) => ({ line, column: null, detail: `has ${cells.length} cells, and the header has ${width}` })),
  };
}

/** Reads a file into lines, or says what keeps it from being read at all. */
function readFile(shape: Shape, csv: string): { lines: Line[]; errors: LineError[] } {
  const separator = separatorFault(csv);
  if (separator !== undefined) return { lines: [], errors: [{ line: 1, column: null, detail: `cannot be read: ${separator}` }] };
  const records = readCsv(csv);
  if (!Array.isArray(records)) return { lines: [], errors: [{ ...records, column: null }] };
  const [header, ...rest] = records;
  const places = readHeader(header, shape.columns, shape.needed);
  const faults = places.filter((one) => typeof one !== 'number');
  if (faults.length > 0) return { lines: [], errors: faults };
  if (rest.length <= MAX_IMPORT_LINES) return linesOf(rest, places as number[], header.cells.length);
  const detail = `is one line too many: a file has at most ${MAX_IMPORT_LINES}; split it`;
  return { lines: [], errors: [{ line: rest[MAX_IMPORT_LINES].line, column: null, detail }] };
}

/** What writing a file works with. */
interface Write {
  context: Context;
  tx: TenantTx;
  actor: Actor;
  noun: CatalogNoun;
}

/** What is stored of what the lines name, by its identity: the cells it would be exported as. */
async function storedIn({ context, tx, noun }: Write, lines: Line[]): Promise<Map<string, string[]>> {
  const shape = SHAPES[noun];
  const [first] = shape.identifiedBy;
  const place = shape.columns.findIndex(({ path }) => path === first);
  const keys = [...new Set(lines.map(({ cells }) => comparable(first, cells[place] ?? '')))];
  const found = (await DOORS[noun].findIn(context, tx, keys)).map((item) => cellsOf(shape.columns, item));
  return new Map(found.map((cells) => [identityOf(shape, cells), cells]));
}

/** Cells of a line, where it leaves columns out filled up with what is stored. */
function filled(cells: readonly (string | undefined)[], stored: readonly string[] | undefined): (string | undefined)[] {
  return cells.map((cell, place) => cell ?? stored?.[place]);
}

/** Writes one line; the errors of one that cannot be. Whatever else fails is none of the line's. */
async function writeLineIn({ context, tx, actor, noun }: Write, cells: (string | undefined)[]): Promise<Fault[]> {
  const { columns, groups } = SHAPES[noun];
  try {
    return await DOORS[noun].putIn(context, tx, actor, withNullGroups(itemOf(columns, cells), groups));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    return [{ column: null, detail: error.message }];
  }
}

/** Writes the lines that differ from what is stored, in the order of the file. */
async function writeLinesIn(write: Write, lines: Line[], errors: LineError[]): Promise<Outcome> {
  const shape = SHAPES[write.noun];
  const outcome: Outcome = { created: 0, changed: 0, unchanged: 0, errors };
  const stored = await storedIn(write, lines);
  const seen = new Map<string, number>();
  for (const { line, cells } of lines) {
    const identity = identityOf(shape, cells);
    const [before, twin] = [stored.get(identity), seen.get(identity)];
    seen.set(identity, line);
    if (twin !== undefined) {
      errors.push({ line, column: shape.identifiedBy[0], detail: `stands in line ${twin} already; leave one of the two out` });
      continue;
    }
    const whole = filled(cells, before);
    if (before !== undefined && whole.every((cell, place) => cell === before[place])) {
      outcome.unchanged += 1;
      continue;
    }
    const faults = await writeLineIn(write, whole);
    errors.push(...faults.map((fault) => ({ line, ...fault })));
    if (faults.length === 0) outcome[before === undefined ? 'created' : 'changed'] += 1;
  }
  return outcome;
}

function refusalOf(errors: readonly LineError[]): AppError {
  const count = errors.length === 1 ? 'One error' : `${errors.length} errors`;
  return new AppError('invalid_request', `${count} in the file, so nothing of it was taken; mend what is named and import it again.`, {
    errors: errors.slice(0, MOST_ERRORS).map(({ line, column, detail }) => ({
      pointer: `/csv/${line}${column === null ? '' : `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`}`,
      detail,
    })),
  });
}

/**
 * Imports a file of one noun in one transaction, all of it or nothing. A line creates what it names or changes it; columns that the header
 * leaves out stay as they are, and empty cells empty them. Lines that say what is stored already are not written, so that an export
 * imports without a trace. A dry run does the same, then undoes it and tells what it met.
 * @throws AppError `forbidden`; `invalid_request` with an error for each fault, its pointer `/csv/LINE/COLUMN`, unless it is a dry run.
 */
export async function importCatalog(context: Context, actor: Actor, { noun, csv, dryRun }: CatalogImport): Promise<CatalogImportReport> {
  authorize(actor, 'catalog.write');
  const { lines, errors } = readFile(SHAPES[noun], csv);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    // Before any audit row: whoever archives a model takes the two in this order, too.
    if (noun === 'campaigns') await holdModelsIn(tx);
    await mark(tx);
    const outcome = await writeLinesIn({ context, tx, actor, noun }, lines, errors);
    errors.sort((a, b) => a.line - b.line);
    if (!dryRun && errors.length > 0) throw refusalOf(errors);
    const { created, changed, unchanged } = outcome;
    if (dryRun) await takeBack(tx);
    else {
      const after = { lines: lines.length, created, changed, unchanged, sha256: createHash('sha256').update(csv).digest('hex') };
      await recordAuditIn(tx, { actor: actor.name, action: 'catalog.import', target: noun, after });
    }
    return { noun, isDryRun: dryRun, created, changed, unchanged, errors: errors.slice(0, MOST_ERRORS) };
  });
}

/**
 * Everything of one noun as CSV, in the order of its keys, a part at a time: what `importCatalog` reads, byte for byte.
 * @throws AppError `forbidden`.
 */
export async function* exportCatalog(context: Context, actor: Actor, noun: CatalogNoun): AsyncGenerator<string> {
  authorize(actor, 'catalog.read');
  const { columns } = SHAPES[noun];
  let text = csvLine(columns.map(({ path }) => path));
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await DOORS[noun].list(context, actor, pageRequest(PageQuery.parse({ limit: LINES_PER_PAGE, cursor })));
    text += items.map((item) => csvLine(cellsOf(columns, item))).join('');
    if (text !== '') yield text;
    text = '';
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
