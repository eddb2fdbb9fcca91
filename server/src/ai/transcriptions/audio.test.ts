import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mp3Frame, mp3Of } from '../../../test/audio-files.ts';
import { audioKindOf, mostMsOf, openCutter, type PieceLimits, wavMs } from './audio.ts';

function cut(bytes: Buffer, limits?: PieceLimits, partBytes = bytes.length) {
  const cutter = openCutter(limits);
  for (let at = 0; at < bytes.length; at += partBytes) cutter.push(bytes.subarray(at, at + partBytes));
  return cutter.end();
}

/** A tag of so many bytes, with what looks like a frame in it. */
function id3(size: number): Buffer {
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]);
  const body = Buffer.alloc(size);
  mp3Frame().copy(body, 0, 0, Math.min(size, 417));
  return Buffer.concat([head, body]);
}

describe('an MP3', () => {
  test('of 128 kbit/s at 44.1 kHz sounds 26.12 ms a frame, and is one piece while it is short', () => {
    const file = mp3Of(1_000);
    expect(cut(file)).toEqual([{ fromByte: 0, toByte: file.length, startMs: 0, endMs: 26_122 }]);
  });

  test.each([
    ['MPEG 1, 320 kbit/s, 48 kHz, padded', [0xff, 0xfb, 0xe6], 961, 24],
    ['MPEG 2, 64 kbit/s, 22.05 kHz', [0xff, 0xf3, 0x80], 208, 26.122],
    ['MPEG 2.5, 8 kbit/s, 8 kHz', [0xff, 0xe3, 0x18], 72, 72],
  ])('of %s has frames as long as the standard says', (_what, header, length, ms) => {
    const frame = Buffer.alloc(length, 0x55);
    Buffer.from(header).copy(frame);
    const [piece, ...rest] = cut(Buffer.concat(Array.from({ length: 100 }, () => frame)));
    expect(rest).toEqual([]);
    expect(piece).toEqual({ fromByte: 0, toByte: 100 * length, startMs: 0, endMs: Math.round(100 * ms) });
  });

  test('is cut at the borders of frames: every frame is in one piece, times go on, and each is within its limits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 400 }),
        fc.integer({ min: 500, max: 40_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        (frames, most, part) => {
          const tag = id3(123);
          const pieces = cut(Buffer.concat([tag, mp3Of(frames)]), { bytes: most, ms: 3_000 }, part);
          expect(pieces.at(0)).toMatchObject({ fromByte: tag.length, startMs: 0 });
          expect(pieces.at(-1)?.toByte).toBe(tag.length + mp3Of(frames).length);
          pieces.forEach(({ fromByte, toByte, startMs, endMs }, place) => {
            expect((fromByte - tag.length) % 417).toBe(0);
            expect(toByte - fromByte).toBeLessThanOrEqual(Math.max(most, 417));
            expect(endMs - startMs).toBeLessThanOrEqual(3_001);
            if (place > 0) expect([pieces[place - 1].toByte, pieces[place - 1].endMs]).toEqual([fromByte, startMs]);
          });
          expect(pieces.at(-1)?.endMs).toBe(Math.round((frames * 1_152_000) / 44_100));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is read on past noise and tags between its frames, and without a frame that is cut short', () => {
    const file = Buffer.concat([mp3Of(10), Buffer.alloc(333, 0x41), mp3Of(10), mp3Frame().subarray(0, 200)]);
    const pieces = cut(file, undefined, 1_000);
    expect(pieces).toEqual([{ fromByte: 0, toByte: 20 * 417 + 333, startMs: 0, endMs: 522 }]);
  });

  test('loses the table of the whole file at its beginning', () => {
    const table = mp3Frame();
    table.write('Xing', 36, 'latin1');
    expect(cut(Buffer.concat([table, mp3Of(5)]))).toEqual([{ fromByte: 417, toByte: 6 * 417, startMs: 0, endMs: 131 }]);
  });

  test('is none where nothing is framed, whatever the bytes', () => {
    expect(cut(Buffer.alloc(100_000, 0xff))).toEqual([]);
    expect(cut(Buffer.from('<!doctype html>'.repeat(1_000)))).toEqual([]);
    expect(cut(Buffer.alloc(0))).toEqual([]);
  });
});

test.each([
  ['mp3', Buffer.concat([id3(20), mp3Of(2)])],
  ['mp3', mp3Of(3)],
  ['wav', Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1')],
  ['flac', Buffer.from('fLaC\0\0\0"', 'latin1')],
  ['ogg', Buffer.from('OggS\0\0\0\0', 'latin1')],
  ['mp4', Buffer.from('\0\0\0 ftypM4A ', 'latin1')],
  ['webm', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 1, 0, 0, 0])],
  [undefined, Buffer.from('<!doctype html><html>')],
  [undefined, Buffer.from([0xff, 0xf1, 0x50, 0x80, 0, 0, 0, 0])],
  [undefined, Buffer.alloc(0)],
])('is told to be %s by its first bytes', (kind, start) => {
  expect(audioKindOf(start)).toBe(kind);
});

test('the longest that bytes can sound is known of every file, and of a WAV how long it does', () => {
  expect(mostMsOf(750)).toBe(1_000);
  const wav = Buffer.alloc(44);
  wav.write('RIFF\0\0\0\0WAVEfmt ', 0, 'latin1');
  wav.writeUInt32LE(32_000, 28);
  expect(wavMs(wav, 64_000)).toBe(2_000);
  expect(wavMs(Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), 64_000)).toBeUndefined();
});
