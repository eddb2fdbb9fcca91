import { TextDecoder } from 'node:util';
import { decodeText } from '../../platform/text-encoding.ts';

const DECLARED = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;
/** How far into a feed its declaration is looked for. */
const HEAD_BYTES = 512;

/**
 * The text of a feed: by its mark of byte order, else by the answer's content type, else by its XML declaration, else as UTF-8. What cannot
 * be read in that encoding becomes U+FFFD.
 */
export function decodeFeed(bytes: Uint8Array, contentType: string | undefined): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES));
  return decodeText(bytes, contentType, DECLARED.exec(head)?.[1]);
}
