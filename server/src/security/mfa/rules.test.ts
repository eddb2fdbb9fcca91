import { describe, expect, test } from 'vitest';
import { codeAt, enrolmentUri, matchingStep, normalRecoveryCode, recoveryCodeOf, recoveryHintOf, STEP_MS, typedSecret } from './rules.ts';

/** The test secret and instants of RFC 6238, appendix B; its codes have eight digits, of which ours are the last six. */
const RFC = Buffer.from('12345678901234567890');

describe('a code', () => {
  test.each([
    [59_000, '287082'],
    [1_111_111_109_000, '081804'],
    [1_234_567_890_000, '005924'],
    [20_000_000_000_000, '353130'],
  ])('of the instant %i is the one of RFC 6238', (atMs, code) => expect(codeAt(RFC, atMs)).toBe(code));

  test('counts in its own step and in the one after, and in no other', () => {
    const atMs = 1_234_567_890_000;
    const [code, step] = [codeAt(RFC, atMs), Math.floor(atMs / STEP_MS)];
    expect(matchingStep(RFC, code, atMs)).toBe(step);
    expect(matchingStep(RFC, code, atMs + STEP_MS)).toBe(step);
    expect(matchingStep(RFC, code, atMs + 2 * STEP_MS)).toBeUndefined();
    expect(matchingStep(RFC, code, atMs - STEP_MS)).toBeUndefined();
  });

  test('may be typed with a blank, and is nothing when it is longer, shorter or of other signs', () => {
    const atMs = 59_000;
    expect(matchingStep(RFC, '287 082', atMs)).toBe(1);
    for (const code of ['', '28708', '2870820', '287082x', 'abcdef', '２８７０８２', '🎧'])
      expect(matchingStep(RFC, code, atMs)).toBeUndefined();
  });
});

test('the secret goes to an app as a URI, and to a person in groups of four', () => {
  expect(enrolmentUri(RFC, 'ann@agency.example')).toBe(
    'otpauth://totp/Earshot:ann%40agency.example?issuer=Earshot&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
  );
  expect(typedSecret(RFC)).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
});

describe('a recovery code', () => {
  test('has 100 bits, of which 20 find it', () => {
    const code = recoveryCodeOf(Buffer.from(Array.from({ length: 20 }, (_, place) => place)));
    expect(code).toBe('0123-4567-89AB-CDEF-GHJK');
    expect(recoveryHintOf(normalRecoveryCode(code))).toBe('0123');
  });

  test('is the same however it is typed', () => {
    expect(normalRecoveryCode(' oi23 4567-89ab cdefghjk\t')).toBe('0123456789ABCDEFGHJK');
  });
});
