import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { randomSecret } from '../chance.ts';
import { refusal } from '../errors.ts';
import { deriveKey } from '../sealing.ts';

/** The header: what the file is, a salt, what tells the right secret, and what tells that these are not damaged. */
const MAGIC = Buffer.from('EARSHOT-BACKUP/1');
const SALT_BYTES = 32;
const CHECK_BYTES = 16;
const HEADER_BYTES = MAGIC.length + SALT_BYTES + 2 * CHECK_BYTES;

const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/** The secrets that may have sealed a file: the present one, and the one before while it is being changed. */
export type Secrets = readonly string[];

interface FileKey {
  key: Buffer;
  header: Buffer;
}

function keyOf(secret: string, salt: Buffer): { key: Buffer; check: Buffer } {
  const root = deriveKey(secret, 'backup');
  const part = (purpose: string) => createHmac('sha256', root).update(salt).update(purpose).digest();
  return { key: part('chunks'), check: part('check').subarray(0, CHECK_BYTES) };
}

function sumOf(opening: Buffer): Buffer {
  return createHash('sha256').update(opening).digest().subarray(0, CHECK_BYTES);
}

function newFileKey(secret: string): FileKey {
  const salt = randomSecret(SALT_BYTES);
  const { key, check } = keyOf(secret, salt);
  const opening = Buffer.concat([MAGIC, salt, check]);
  return { key, header: Buffer.concat([opening, sumOf(opening)]) };
}

function fileKeyOf(header: Buffer, secrets: Secrets, name: string): FileKey {
  if (header.length < MAGIC.length || !header.subarray(0, MAGIC.length).equals(MAGIC))
    throw refusal(`${name} is no backup of Earshot, or its beginning is damaged.`);
  const opening = header.subarray(0, HEADER_BYTES - CHECK_BYTES);
  if (header.length < HEADER_BYTES || !sumOf(opening).equals(header.subarray(opening.length)))
    throw refusal(`${name} is damaged: its header is not what was written. Take another backup.`);
  const salt = header.subarray(MAGIC.length, MAGIC.length + SALT_BYTES);
  const check = header.subarray(MAGIC.length + SALT_BYTES, opening.length);
  for (const secret of secrets) {
    const own = keyOf(secret, salt);
    if (timingSafeEqual(own.check, check)) return { key: own.key, header };
  }
  throw refusal(
    `${name} was made under another secret. Set EARSHOT_SECRET_KEY to the one of the installation that made it, ` +
      'or put its secret.key into the data folder; if the secret was changed since, set the old one as EARSHOT_PREVIOUS_SECRET_KEY.',
  );
}

/** Each file has a key of its own, so a counter is never used twice; the last chunk is marked, so that a file cut off is found. */
function nonceOf(place: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(BigInt(place), 0);
  nonce[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}

function sealChunk({ key, header }: FileKey, place: number, isLast: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place, isLast)).setAAD(header);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openChunk({ key, header }: FileKey, place: number, isLast: boolean, sealed: Buffer): Buffer | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place, isLast), { authTagLength: TAG_BYTES });
  decipher.setAAD(header).setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}

/** Cuts a stream into pieces of one size; the last one, which may be smaller or empty, is marked. */
async function* piecesOf(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of source) {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    let from = 0;
    // One piece is held back: only the end of the stream tells which is the last.
    for (; rest.length - from > size; from += size) yield { piece: rest.subarray(from, from + size), isLast: false };
    rest = rest.subarray(from);
  }
  yield { piece: rest, isLast: true };
}

/** Seals a stream under the secret: a header, then chunks of AES-256-GCM that can neither be cut off nor change places unseen. */
export async function* sealStream(source: AsyncIterable<Buffer>, secret: string): AsyncGenerator<Buffer> {
  const fileKey = newFileKey(secret);
  yield fileKey.header;
  let place = 0;
  for await (const { piece, isLast } of piecesOf(source, CHUNK_BYTES)) {
    yield sealChunk(fileKey, place, isLast, piece);
    place += 1;
  }
}

/** The header, and the stream behind it. */
async function splitHeader(source: AsyncIterable<Buffer>): Promise<{ header: Buffer; rest: AsyncIterable<Buffer> }> {
  const parts = source[Symbol.asyncIterator]();
  let read: Buffer = Buffer.alloc(0);
  while (read.length < HEADER_BYTES) {
    const next = await parts.next();
    if (next.done === true) break;
    read = Buffer.concat([read, next.value]);
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield read.subarray(HEADER_BYTES);
    for (let next = await parts.next(); next.done !== true; next = await parts.next()) yield next.value;
  }
  return { header: read.subarray(0, HEADER_BYTES), rest: rest() };
}

/**
 * The plain bytes of what `sealStream` made; `name` is what a refusal calls it.
 * @throws AppError when it is none, was made under another secret, was changed or cut off: what came before is not to be relied on.
 */
export async function* unsealStream(source: AsyncIterable<Buffer>, secrets: Secrets, name: string): AsyncGenerator<Buffer> {
  const { header, rest } = await splitHeader(source);
  const fileKey = fileKeyOf(header, secrets, name);
  let place = 0;
  for await (const { piece, isLast } of piecesOf(rest, CHUNK_BYTES + TAG_BYTES)) {
    const plain = openChunk(fileKey, place, isLast, piece);
    if (plain === undefined) {
      if (isLast && openChunk(fileKey, place, false, piece) !== undefined)
        throw refusal(`${name} is cut off: its end is missing. Copy it anew, or take another backup.`);
      const at = (HEADER_BYTES + place * (CHUNK_BYTES + TAG_BYTES)).toLocaleString('en-US');
      throw refusal(`${name} is damaged, or cut off, behind byte ${at}. Copy it anew, or take another backup.`);
    }
    yield plain;
    place += 1;
  }
}
