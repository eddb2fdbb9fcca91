import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { hashSecret, isOutdated, isSecret } from './password-hash.ts';

test('a secret is known again by its hash, however its letters were composed, and no other is', async () => {
  const hashed = await hashSecret('caf\u00e9 au lait, twice');
  expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await isSecret(hashed, 'cafe\u0301 au lait, twice')).toBe(true);
  expect(await isSecret(hashed, 'cafe au lait, twice')).toBe(false);
});

test('two hashes of one secret differ', async () => {
  expect(await hashSecret('the same words')).not.toBe(await hashSecret('the same words'));
});

test('where there is no hash, nothing is right', async () => {
  expect(await isSecret(undefined, 'anything at all')).toBe(false);
  expect(await isSecret(undefined, '')).toBe(false);
});

test('a hash of other parameters still opens, and is told to be outdated', async () => {
  const cheap = await hash('an old password', { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
  expect(isOutdated(cheap)).toBe(true);
  expect(await isSecret(cheap, 'an old password')).toBe(true);
  expect(isOutdated(await hashSecret('a new password'))).toBe(false);
});

test('beyond what may wait, more is refused at once, and later taken again', async () => {
  const all = await Promise.allSettled(Array.from({ length: 70 }, () => isSecret(undefined, 'guess')));
  const refused = all.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(4);
  expect(refused[0]).toMatchObject({ reason: { code: 'unavailable', retryAfterSeconds: 5 } });
  expect(await isSecret(undefined, 'guess')).toBe(false);
});
