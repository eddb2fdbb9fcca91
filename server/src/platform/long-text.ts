import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What is hashed in one go: some milliseconds' worth. */
const SLICE_LENGTH = 256 * 1024;

/**
 * SHA-256 of a text in UTF-16, in hex, hashed slice by slice so that a text of any length holds up nobody for more than some milliseconds.
 * UTF-16 is cut anywhere without harm, where UTF-8 would lose a character that a cut goes through.
 */
export async function digestOfLongText(text: string): Promise<string> {
  const hash = createHash('sha256');
  for (let from = 0; from < text.length; from += SLICE_LENGTH) {
    hash.update(text.slice(from, from + SLICE_LENGTH), 'utf16le');
    await nextTurn();
  }
  return hash.digest('hex');
}
