import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, LEAST_CONTRAST, readableColours } from './colours.ts';
import { imageFacts } from './images.ts';

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('a colour', () => {
  test('can be read on every ground of a page, light or dark', () => {
    fc.assert(
      fc.property(colours, (colour) => {
        const { onLight, onDark } = readableColours(colour);
        for (const ground of ['#ffffff', '#f4f6f4', '#eef2ef']) expect(contrast(onLight, ground)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
        for (const ground of ['#141a19', '#0d1211', '#1a2220']) expect(contrast(onDark, ground)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      }),
    );
  });

  test('stays as it is where it can be read', () => {
    fc.assert(
      fc.property(colours, (colour) => {
        const { onLight, onDark } = readableColours(colour);
        expect(onLight === colour).toBe(contrast(colour, '#eef2ef') >= LEAST_CONTRAST);
        expect(onDark === colour).toBe(contrast(colour, '#1a2220') >= LEAST_CONTRAST);
      }),
    );
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  });
});

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const WEBP = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoCAAMAAgA0JaQAA3AA/vuUAAA=', 'base64');
const JPEG = hex('ffd8 ffe0 0010 4a46494600010100000100010000 ffc0 000b 08 0005 0007 01 011100 ffda 0008 0101 00003f00 00 ffd9');

describe('an image', () => {
  test.each([
    ['PNG', PNG, { type: 'image/png', width: 1, height: 1 }],
    ['JPEG', JPEG, { type: 'image/jpeg', width: 7, height: 5 }],
    ['WebP', WEBP, { type: 'image/webp', width: 2, height: 3 }],
  ])('is known by its bytes: %s', (_name, bytes, facts) => {
    expect(imageFacts(bytes)).toEqual(facts);
  });

  test.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
    ['a PNG with something behind it', Buffer.concat([PNG, Buffer.from('<script>')])],
    ['half a PNG', PNG.subarray(0, 40)],
    ['a JPEG without an end', JPEG.subarray(0, -2)],
    ['a WebP of another size than it says', Buffer.concat([WEBP, Buffer.alloc(4)])],
    ['nothing', Buffer.alloc(0)],
  ])('is not taken: %s', (_name, bytes) => {
    expect(imageFacts(bytes)).toBeUndefined();
  });

  test('that is any bytes whatever is looked at without a fault', () => {
    const starts = fc.constantFrom(PNG.subarray(0, 30), JPEG.subarray(0, 12), WEBP.subarray(0, 16), Buffer.alloc(0));
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 80 }), (start, rest) => {
        expect(() => imageFacts(Buffer.concat([start, rest]))).not.toThrow();
      }),
    );
  });
});
