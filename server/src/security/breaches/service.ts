import type { Context } from '../../platform/context.ts';
import { hashParts, isListed } from './rules.ts';

/** Somebody waits for the answer. */
const TIMEOUT_MS = 2_000;
const MAX_BYTES = 512 * 1024;

/**
 * Whether a password stands in a list of breaches, as the service says that the operator has chosen; false where none is. The first five
 * digits of its SHA-1 leave the house, and no more. A service that does not answer in two seconds, or answers otherwise, keeps nobody from
 * choosing a password: the password is taken, and the log has a warning.
 */
export async function isBreached(context: Context, _actor: 'public', password: string): Promise<boolean> {
  const { breachedPasswordsUrl: base, outbound, log } = context;
  if (base === undefined) return false;
  const { told, kept } = hashParts(password);
  try {
    const headers = { 'Add-Padding': 'true', 'User-Agent': 'earshot' };
    const { status, body } = await outbound.send({ url: `${base}${told}`, headers, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
    if (status === 200) return isListed(body.toString('utf8'), kept);
    log.warn({ status }, 'the service of breached passwords did not answer; a password was taken without it');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ reason }, 'the service of breached passwords could not be asked; a password was taken without it');
  }
  return false;
}
