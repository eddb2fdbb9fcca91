import { z } from 'zod';
import { base64Bytes } from '../../platform/base64-bytes.ts';
import { PageQuery } from '../../platform/paging.ts';
import { ConversionInput, Identity, TouchpointInput } from '../intake/schema.ts';

export const EVENT_KINDS = ['touchpoints', 'conversions'] as const;
/** What the events of a file are. */
export type EventKind = (typeof EVENT_KINDS)[number];

/** The most bytes of one part of a file. */
export const PART_BYTES = 1_048_576;
/** So many bytes a file may have: more than that goes in with the command on the server. */
export const MOST_FILE_BYTES = 20_000_000_000;
/** So many rejected lines of an import are kept. */
export const MOST_REJECTS = 10_000;
const MOST_COLUMNS = 500;
/** A conversion's value in whole units of its currency, such as 49.99: no field of ours, but what a column may hold. */
export const AMOUNT = 'amount';
const NEEDED = ['id', 'occurredAt', 'kind'];

/** The columns a CSV file of this kind may have, `metadata.…` aside. */
function knownColumns(kind: EventKind): string[] {
  const shape = kind === 'touchpoints' ? TouchpointInput.shape : ConversionInput.shape;
  const plain = Object.keys(shape).filter((name) => name !== 'identity' && name !== 'metadata');
  return [...plain, ...Object.keys(Identity.shape).map((name) => `identity.${name}`)];
}

/** What is wrong with the columns of a CSV file: with which one (-1: one that is missing), and what. Undefined where nothing is. */
export function columnFault(
  columns: readonly (string | null)[],
  kind: EventKind,
  { others = [], isGiven = () => false }: { others?: string[]; isGiven?: (name: string) => boolean } = {},
): { place: number; detail: string } | undefined {
  const known = [...knownColumns(kind), ...others];
  const unknown = columns.findIndex((name) => name !== null && !known.includes(name) && !/^metadata\.[^.]+$/.test(name));
  if (unknown >= 0) {
    const detail = `The column "${columns[unknown]}" is unknown. A file of ${kind} may have ${known.join(', ')} and metadata.NAME.`;
    return { place: unknown, detail };
  }
  const repeated = columns.findIndex((name, place) => name !== null && columns.indexOf(name) !== place);
  if (repeated >= 0) return { place: repeated, detail: `The column "${columns[repeated]}" stands twice in the header.` };
  const missing = NEEDED.find((name) => !columns.includes(name) && !isGiven(name));
  if (missing === undefined) return undefined;
  return { place: -1, detail: `The header has no column "${missing}", which every event needs.` };
}

const Fields = z.array(z.string().min(1).max(220).nullable()).min(1).max(MOST_COLUMNS);
const Defaults = z.record(z.string().max(220), z.string().min(1).max(500));

interface Mapped {
  kind: EventKind;
  format: 'csv' | 'ndjson';
  columns?: (string | null)[] | undefined;
  defaults: Record<string, string>;
}

/** What is wrong with how the columns of a file are to be read, with its place in the request. */
function mappingFault({ kind, format, columns, defaults }: Mapped): { path: (string | number)[]; message: string } | undefined {
  if (format === 'ndjson') {
    const odd = columns === undefined ? Object.keys(defaults).map((name) => ['defaults', name])[0] : ['columns'];
    return odd && { path: odd, message: 'belongs to CSV files; leave it out, as each line names its fields' };
  }
  if (columns === undefined) return { path: ['columns'], message: 'is missing; send for each column of the file what it holds' };
  const others = kind === 'conversions' ? [AMOUNT] : [];
  const stray = Object.keys(defaults).find(
    (name) => ['id', 'occurredAt', AMOUNT].includes(name) || name.startsWith('identity.') || columnFault([name], kind)?.place === 0,
  );
  if (stray !== undefined) return { path: ['defaults', stray], message: 'is no field that may be the same in every line' };
  const fault = columnFault(columns, kind, { others, isGiven: (name) => name in defaults });
  if (fault !== undefined)
    return { path: fault.place < 0 ? ['columns'] : ['columns', fault.place], message: fault.detail.replace(/\.$/, '') };
  const isDoubled = columns.includes(AMOUNT) && columns.includes('valueMinor');
  return isDoubled ? { path: ['columns'], message: 'holds amount and valueMinor, which say the same; keep one' } : undefined;
}

export const NewImport = z
  .strictObject({
    kind: z.enum(EVENT_KINDS),
    fileName: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(200, 'has at most 200 characters')
      .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must not hold control characters'),
    bytes: z.int('must be a whole number').min(1, 'must not be empty').max(MOST_FILE_BYTES, 'is more than 20 GB; cut the file'),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
      .describe('a digest of what tells the file from others, such as its SHA-256: by it a file that is sent again is known'),
    format: z.enum(['csv', 'ndjson']),
    columns: Fields.optional().describe(
      'of CSV: for each column of the file the field it holds, nested with a dot, or null where it is passed over; amount is the value ' +
        'in whole units, such as 49.99',
    ),
    defaults: Defaults.default({}).describe('of CSV: what a line holds that says nothing itself, such as {"kind":"purchase"}'),
  })
  .superRefine((value, check) => {
    const fault = mappingFault(value);
    if (fault) check.addIssue({ code: 'custom', ...fault });
  })
  .meta({ id: 'NewImport' });
export type NewImport = z.output<typeof NewImport>;

export const ImportPart = z
  .strictObject({
    base64: base64Bytes(PART_BYTES).describe('bytes of the file from the offset on, at most 1,048,576'),
  })
  .meta({ id: 'ImportPart' });
export type ImportPart = z.infer<typeof ImportPart>;

export const Import = z
  .object({
    id: z.uuid(),
    kind: z.enum(EVENT_KINDS),
    fileName: z.string(),
    bytes: z.int(),
    fingerprint: z.string(),
    format: z.enum(['csv', 'ndjson']),
    columns: z.array(z.string().nullable()).nullable(),
    defaults: z.record(z.string(), z.string()),
    state: z.enum(['open', 'done']).describe('done: every byte was taken'),
    takenBytes: z.int().describe('the next part begins here'),
    takenLines: z.int(),
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.int(),
    createdAt: z.string(),
    createdBy: z.string(),
    changedAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof Import>;

export const ImportReject = z
  .object({
    line: z.int().describe('of the file, from 1; in a CSV file the header is line 1'),
    code: z.enum(['invalid', 'conflict', 'too_old', 'in_future', 'quota_exceeded']),
    pointer: z.string().describe('the field at fault; empty for the whole line'),
    reason: z.string().describe('nothing of what stands in the line is kept'),
  })
  .meta({ id: 'ImportReject' });
export type ImportReject = z.infer<typeof ImportReject>;

export const ImportQuery = PageQuery.extend({ state: z.enum(['open', 'done']).optional() });
