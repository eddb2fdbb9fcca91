import { timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** A code lives 30 seconds (RFC 6238 §5.2); the one before is taken, too, for people who type slowly. */
export const STEP_MS = 30_000;
const DIGITS = 6;
const ISSUER = 'Earshot';

/** Bytes of a shared secret: as many as the HMAC has (RFC 4226 §4, R6). */
export const SECRET_BYTES = 20;

/** How often a second factor may be tried in a while, and after how many failures in a row it is locked. */
export const TRIES = 5;
export const TRIES_MS = 15 * 60_000;
export const FAILURES_TO_LOCK = 10;

export const RECOVERY_CODES = 10;
/** The first four signs find a code; the other sixteen are 80 bits that only its holder knows. */
export const RECOVERY_BYTES = 20;
const HINT_LENGTH = 4;
/** Crockford's base 32: no sign looks like another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function totpOf(secret: Uint8Array, email: string): TOTP {
  const { buffer } = Uint8Array.from(secret);
  return new TOTP({
    issuer: ISSUER,
    label: email,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: STEP_MS / 1_000,
    secret: new Secret({ buffer }),
  });
}

/** What an authenticator app reads from the QR code. */
export function enrolmentUri(secret: Uint8Array, email: string): string {
  return totpOf(secret, email).toString();
}

/** The shared secret as people type it where there is no camera: base 32, in groups of four. */
export function typedSecret(secret: Uint8Array): string {
  return (totpOf(secret, '').secret.base32.match(/.{1,4}/g) ?? []).join(' ');
}

/** The code of an instant, as an authenticator app shows it. */
export function codeAt(secret: Uint8Array, atMs: number): string {
  return totpOf(secret, '').generate({ timestamp: atMs });
}

/** The step, present or previous, that a code belongs to; undefined when it is of neither. Both are compared, whatever the first says. */
export function matchingStep(secret: Uint8Array, code: string, nowMs: number): number | undefined {
  const typed = Buffer.from(
    code
      .replaceAll(/\s/g, '')
      .padEnd(DIGITS)
      .slice(0, DIGITS + 1),
  );
  const steps = [nowMs, nowMs - STEP_MS].map((atMs) => {
    const right = Buffer.from(codeAt(secret, atMs));
    const isRight = right.length === typed.length && timingSafeEqual(right, typed);
    return isRight ? Math.floor(atMs / STEP_MS) : undefined;
  });
  return steps.find((step) => step !== undefined);
}

/** A recovery code from random bytes, of which each gives one sign: five groups of four. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  const signs = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return (signs.match(/.{4}/g) ?? []).join('-');
}

/** A recovery code however it was typed: without blanks and dashes, letters that look like digits read as these. */
export function normalRecoveryCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** The part of a recovery code by which it is found. */
export function recoveryHintOf(normalCode: string): string {
  return normalCode.slice(0, HINT_LENGTH);
}

/** Where a person's sealed secret belongs. */
export function secretPlace(personId: string): string {
  return `totp_factors|${personId}|sealed_secret`;
}
