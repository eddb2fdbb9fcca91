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

const LOOKED_AT = 524_288;
const WORDS = 8;
const PRIME = 16_777_619;

/**
 * 64 hexadecimal digits by which a file is known when it is chosen again: of its size, its beginning and its end (FNV-1a, eight times). No
 * secret hangs on it, and browsers give pages that came over plain HTTP no SHA-256.
 */
export async function fingerprintOf(file: File): Promise<string> {
  const looked = new Blob([`${file.size} `, file.slice(0, LOOKED_AT), file.slice(Math.max(LOOKED_AT, file.size - LOOKED_AT))]);
  const bytes = new Uint8Array(await looked.arrayBuffer());
  const words = Array.from({ length: WORDS }, (_, place) => {
    let hash = Math.imul(0x81_1c_9d_c5, place + 1);
    for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME);
    return (hash >>> 0).toString(16).padStart(8, '0');
  });
  return words.join('');
}
