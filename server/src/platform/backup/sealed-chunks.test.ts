import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sealStream, unsealStream } from './sealed-chunks.ts';

const SECRET = 'the secret of an installation of a test';
const CHUNK = 64 * 1024 + 16;
const HEADER = 80;

async function* partsOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function gather(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

const seal = (plain: Buffer, size = 10_000) => gather(sealStream(partsOf(plain, size), SECRET));
const unseal = (sealed: Buffer, secrets = [SECRET], size = 7_777) => gather(unsealStream(partsOf(sealed, size), secrets, 'the file'));

describe('what is sealed', () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])('comes out as it was, at %i bytes', async (length) => {
    const plain = randomBytes(length);
    const sealed = await seal(plain);
    expect((await unseal(sealed)).equals(plain)).toBe(true);
    expect((await unseal(sealed, ['another secret, which was there before it', SECRET], 1_000_000)).equals(plain)).toBe(true);
  });

  test('is never the same twice, and shows nothing of the content', async () => {
    const plain = Buffer.alloc(100_000, 'plain words ');
    const [one, other] = [await seal(plain), await seal(plain)];
    expect(one.subarray(HEADER, HEADER + 64).equals(other.subarray(HEADER, HEADER + 64))).toBe(false);
    expect(one.includes('plain words')).toBe(false);
  });
});

describe('a file is refused', () => {
  test('that was made under another secret, with how to go on', async () => {
    const sealed = await seal(randomBytes(100));
    await expect(unseal(sealed, ['a secret that did not make this file'])).rejects.toThrow('was made under another secret');
  });

  test('in which any one byte is another', async () => {
    const sealed = await seal(randomBytes(200_000));
    const places = [0, 20, 50, 79, HEADER, HEADER + CHUNK - 1, HEADER + CHUNK, HEADER + 2 * CHUNK + 5, sealed.length - 1];
    for (const place of places) {
      const damaged = Buffer.from(sealed);
      damaged[place] ^= 1;
      await expect(unseal(damaged), `byte ${place}`).rejects.toThrow(/damaged/);
    }
  });

  test('that ends too early, wherever it was cut, or goes on behind its end', async () => {
    const sealed = await seal(randomBytes(3 * 65_536));
    for (const length of [0, 10, 79, HEADER, HEADER + 5, HEADER + CHUNK - 1, HEADER + CHUNK, HEADER + 2 * CHUNK, sealed.length - 1])
      await expect(unseal(sealed.subarray(0, length)), `${length} bytes`).rejects.toThrow(/damaged|cut off|no backup/);
    await expect(unseal(sealed.subarray(0, HEADER + 2 * CHUNK))).rejects.toThrow('the file is cut off: its end is missing');
    await expect(unseal(Buffer.concat([sealed, Buffer.alloc(1)]))).rejects.toThrow(/damaged/);
  });

  test('whose parts changed places, or came from another file of the same secret', async () => {
    const [one, other] = [await seal(randomBytes(3 * 65_536)), await seal(randomBytes(3 * 65_536))];
    const chunk = (file: Buffer, place: number) => file.subarray(HEADER + place * CHUNK, HEADER + (place + 1) * CHUNK);
    const head = one.subarray(0, HEADER);
    await expect(unseal(Buffer.concat([head, chunk(one, 1), chunk(one, 0), chunk(one, 2)]))).rejects.toThrow(/damaged/);
    await expect(unseal(Buffer.concat([head, chunk(one, 0), chunk(other, 1), chunk(one, 2)]))).rejects.toThrow(/damaged/);
  });
});
