import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createChainCheck } from '../../../../server/src/security/audit/rules.ts';
import { ExportedRow } from '../../../../server/src/security/audit/schema.ts';
import { Checkpoint } from '../../../../server/src/security/checkpoints/schema.ts';
import { CommandError } from '../../command-error.ts';

/** What reading an audit log found. */
export interface Verified {
  rows: number;
  end: { seq: number; hash: string };
  findings: { seq: number; problem: string; says: string }[];
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandError(`The ${what} ${file} cannot be read; name a file that is there.`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A file of checkpoints as the data folder keeps it, one a line, or as the API answers it. */
export function readCheckpoints(file: string): Checkpoint[] {
  const text = readText(file, 'checkpoint file');
  const whole = parseJson(text);
  const items = typeof whole === 'object' && whole !== null && 'items' in whole ? whole.items : undefined;
  const found = Array.isArray(items)
    ? (items as unknown[])
    : text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parseJson);
  const read = Checkpoint.array().min(1).safeParse(found);
  if (read.success) return read.data;
  throw new CommandError(`The file ${file} holds no checkpoints; take one from the data folder, or from /security/audit-log/checkpoints.`);
}

/** The public key in a PEM file, or in what the API answers. */
export function readPublicKey(file: string): string {
  const text = readText(file, 'public key');
  const whole = parseJson(text);
  const answered = typeof whole === 'object' && whole !== null && 'publicKey' in whole ? whole.publicKey : text;
  if (typeof answered === 'string' && answered.includes('-----BEGIN PUBLIC KEY-----')) return answered;
  throw new CommandError(`The file ${file} holds no public key; take it from /security/audit-log/public-key.`);
}

/** The tenant that an export is of, as its first line says. */
export async function tenantOfExport(file: string): Promise<string> {
  for await (const { tenant } of rowsOf(file)) return tenant;
  throw new CommandError(`The file ${file} holds no row of an audit log.`);
}

async function* rowsOf(file: string): AsyncGenerator<ExportedRow> {
  const stream = createReadStream(file);
  let place = 0;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      place += 1;
      const read = ExportedRow.safeParse(parseJson(line));
      if (!read.success) throw new CommandError(`Line ${place} of ${file} is no row of an audit log exported as NDJSON.`);
      yield read.data;
    }
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`The export ${file} cannot be read; name a file that is there.`, { cause });
  } finally {
    stream.destroy();
  }
}

/** Reads an export line by line, as `earshot audit verify` reads the database. Nobody says where it ends but checkpoints. */
export async function verifyExport(file: string, tenant: string, checkpoints: readonly Checkpoint[]): Promise<Verified> {
  const check = createChainCheck(tenant, checkpoints);
  let rows = 0;
  for await (const { tenant: named, ...row } of rowsOf(file)) {
    if (named !== tenant) throw new CommandError(`The file ${file} holds rows of several tenants.`);
    check.take(row);
    rows += 1;
  }
  return { rows, ...check.finish() };
}
