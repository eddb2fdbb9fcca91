import { ProblemError } from './api.ts';

/** Bytes in base64, as the browser itself writes them in a data address. */
export function base64Of(bytes: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const address = typeof reader.result === 'string' ? reader.result : '';
      resolve(address.slice(address.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(new ProblemError(0, 'unreadable', 'The file could not be read. Choose it again.')));
    reader.readAsDataURL(bytes);
  });
}

const END_BYTES = 524_288;
const PLACES = 64;
const PLACE_BYTES = 16_384;
const WORDS = 8;
const PRIME = 16_777_619;

/** The parts of a file by which it is known: all of a small one; of others the beginning, the end, and places spread between them. */
function lookedAt(file: Blob): Blob[] {
  const between = file.size - 2 * END_BYTES - PLACES * PLACE_BYTES;
  if (between <= 0) return [file];
  const places = Array.from({ length: PLACES }, (_, place) => {
    const at = END_BYTES + place * PLACE_BYTES + Math.floor((between * (place + 1)) / (PLACES + 1));
    return file.slice(at, at + PLACE_BYTES);
  });
  return [file.slice(0, END_BYTES), ...places, file.slice(-END_BYTES)];
}

/**
 * 64 hexadecimal digits by which a file is known when it is chosen again: of its size and what is looked at of it (FNV-1a, eight times). No
 * secret hangs on it, and browsers give pages that came over plain HTTP no SHA-256.
 */
export async function fingerprintOf(file: Blob): Promise<string> {
  const looked = new Blob([`${file.size} `, ...lookedAt(file)]);
  const bytes = new Uint8Array(await looked.arrayBuffer());
  const words = Array.from({ length: WORDS }, (_, place) => {
    let hash = Math.imul(0x81_1c_9d_c5, place + 1);
    for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME);
    return (hash >>> 0).toString(16).padStart(8, '0');
  });
  return words.join('');
}
