import { TextDecoder } from 'node:util';

const CHARSET = /;\s*charset\s*=\s*"?([A-Za-z0-9._-]{1,40})/i;

function decoderOf(label: string | undefined): TextDecoder | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch (error) {
    // A name that nobody knows: the text is read as if it had none.
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
 * The text of an answer's body: by its mark of byte order, else by the answer's content type, else by what the text declares itself, else
 * as UTF-8. What cannot be read in that encoding becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined, declared?: string): string {
  const labels = [markedEncoding(bytes), CHARSET.exec(contentType ?? '')?.[1], declared];
  for (const label of labels) {
    const decoder = decoderOf(label);
    if (decoder) return decoder.decode(bytes);
  }
  return new TextDecoder().decode(bytes);
}
