import type { LogoType } from './schema.ts';

/** What an image is, by its bytes. */
export interface ImageFacts {
  type: LogoType;
  width: number;
  height: number;
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** PNG (ISO/IEC 15948): chunks from IHDR to IEND, and nothing after it. */
function pngFacts(bytes: Buffer): ImageFacts | undefined {
  if (!bytes.subarray(0, 8).equals(PNG) || bytes.length < 45 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND')
      return end === bytes.length ? { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
    at = end;
  }
  return undefined;
}

/** Markers of JPEG that begin a frame: all of SOF0 to SOF15 but the tables DHT, JPG and DAC. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** JPEG (ITU-T T.81): segments up to the frame, and the end of the image as the last bytes. */
function jpegFacts(bytes: Buffer): ImageFacts | undefined {
  if (bytes.length < 20 || bytes.readUInt16BE(0) !== 0xffd8 || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) return undefined;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    if (isFrame(marker)) return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** WebP (RFC 9649): a RIFF of just this size, whose first chunk tells the size of the picture. */
function webpFacts(bytes: Buffer): ImageFacts | undefined {
  const text = (from: number) => bytes.toString('latin1', from, from + 4);
  if (bytes.length < 30 || text(0) !== 'RIFF' || text(8) !== 'WEBP' || bytes.readUInt32LE(4) + 8 !== bytes.length) return undefined;
  const of = (width: number, height: number): ImageFacts => ({ type: 'image/webp', width, height });
  const kind = text(12);
  if (kind === 'VP8X') return of(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
  if (kind === 'VP8L' && bytes[20] === 0x2f) {
    const bits = bytes.readUInt32LE(21);
    return of((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (kind === 'VP8 ' && bytes.toString('hex', 23, 26) === '9d012a')
    return of(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  return undefined;
}

/** What the bytes are a picture of; undefined for what is none of PNG, JPEG and WebP, whatever its name says. */
export function imageFacts(bytes: Buffer): ImageFacts | undefined {
  return pngFacts(bytes) ?? jpegFacts(bytes) ?? webpFacts(bytes);
}
