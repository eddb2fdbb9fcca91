import { createHash } from 'node:crypto';
import type { Mail } from '../../platform/outbox.ts';

/** How long a mailed code is good for, and how often it may be tried. */
export const CODE_MS = 3_600_000;
export const CODE_TRIES = 5;

/** What is stored of a mailed code. */
export function hashCode(code: string): Buffer {
  return createHash('sha256').update(code.trim()).digest();
}

interface Receiver {
  email: string;
  name: string;
}

function mailTo({ email, name }: Receiver, subject: string, lines: readonly string[]): Mail {
  return { to: email, subject, text: [`Hello ${name.replaceAll(/\s+/g, ' ').trim()},`, '', ...lines, '', 'Earshot', ''].join('\n') };
}

/** The mail with the code that confirms a deletion. */
export function deletionMail(receiver: Receiver, code: string): Mail {
  return mailTo(receiver, 'Delete your Earshot account', [
    'You asked for your account to be deleted. To confirm it, enter this code within an hour:',
    '',
    `    ${code}`,
    '',
    'If it was not you, change your password: somebody was signed in as you.',
  ]);
}

/** The mail that says it was done; the last one to this address. */
export function deletedMail(receiver: Receiver): Mail {
  return mailTo(receiver, 'Your Earshot account was deleted', [
    'Your account was deleted: address, name, password, second factor and sessions. Audit logs keep what was done, under an id that is no',
    "longer anybody's.",
  ]);
}
