import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveKey, seal, unseal } from './sealing.ts';

const SECRET = 'the secret of an installation, at least 32 characters';
const key = deriveKey(SECRET, 'sealing');
const plain = Buffer.from('what nobody else may read');

describe('a derived key', () => {
  test('is HKDF-SHA-256 of the secret for one purpose', () => {
    const extracted = createHmac('sha256', Buffer.alloc(32)).update(SECRET).digest();
    const expanded = createHmac('sha256', extracted)
      .update('earshot:sealing')
      .update(Buffer.from([1]))
      .digest();
    expect(key).toEqual(expanded);
  });

  test('differs by purpose and by secret', () => {
    expect(deriveKey(SECRET, 'other')).not.toEqual(key);
    expect(deriveKey(`${SECRET}!`, 'sealing')).not.toEqual(key);
  });
});

describe('what is sealed', () => {
  test('comes back as it was, with the same key and place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, place) => {
        expect(unseal(key, place, seal(key, place, bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('looks different each time and shows nothing of its content', () => {
    const [first, second] = [seal(key, 'here', plain), seal(key, 'here', plain)];
    expect(first).not.toEqual(second);
    expect(first.includes(plain.subarray(0, 4))).toBe(false);
  });

  test('does not open after a change of any single bit', () => {
    const sealed = seal(key, 'here', plain);
    for (let place = 0; place < sealed.length; place += 1) {
      for (const bit of [1, 128]) {
        const changed = Buffer.from(sealed);
        changed[place] ^= bit;
        expect(unseal(key, 'here', changed), `byte ${place}`).toBeUndefined();
      }
    }
  });

  test('does not open when cut or lengthened', () => {
    const sealed = seal(key, 'here', plain);
    for (let length = 0; length < sealed.length; length += 1) expect(unseal(key, 'here', sealed.subarray(0, length))).toBeUndefined();
    expect(unseal(key, 'here', Buffer.concat([sealed, Buffer.from([0])]))).toBeUndefined();
  });

  test('does not open in another place or under another key', () => {
    const sealed = seal(key, 'tenants/a/key', plain);
    expect(unseal(key, 'tenants/b/key', sealed)).toBeUndefined();
    expect(unseal(deriveKey(SECRET, 'other'), 'tenants/a/key', sealed)).toBeUndefined();
    expect(unseal(key, 'tenants/a/key', sealed)).toEqual(plain);
  });
});
