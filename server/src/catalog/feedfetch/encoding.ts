import { TextDecoder } from 'node:util';

const DECLARED = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;
const CHARSET = /;\s*charset\s*=\s*"?([A-Za-z0-9._-]{1,40})/i;
/** How far into a feed its declaration is looked for. */
const HEAD_BYTES = 512;

function decoderOf(label: string | undefined): TextDecoder | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch (error) {
    // A name that nobody knows: the feed is read as if it had none.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A mark of byte order says more than any name (XML 1.0, appendix F). */
function markedEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
}

/**
 * The text of a feed: by its mark of byte order, else by the answer's content type, else by its XML declaration, else as UTF-8. What cannot
 * be read in that encoding becomes U+FFFD.
 */
export function decodeFeed(bytes: Uint8Array, contentType: string | undefined): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES));
  const labels = [markedEncoding(bytes), CHARSET.exec(contentType ?? '')?.[1], DECLARED.exec(head)?.[1]];
  for (const label of labels) {
    const decoder = decoderOf(label);
    if (decoder) return decoder.decode(bytes);
  }
  return new TextDecoder().decode(bytes);
}
