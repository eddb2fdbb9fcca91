import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { randomSecret } from '../chance.ts';

const ITERATIONS = 4_096;
const SALT_BYTES = 16;

/**
 * What PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5802 §3 and RFC 7677). Sent instead of the password, it keeps the password itself
 * out of statements and so out of the server's log. The password is normalised to NFKC, as SASLprep (RFC 4013) does with ordinary text.
 */
export function scramVerifier(password: string, salt: Uint8Array = randomSecret(SALT_BYTES)): string {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${Buffer.from(salt).toString('base64')}$${storedKey}:${serverKey}`;
}
