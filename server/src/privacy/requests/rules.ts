import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonical } from '../../platform/canonical.ts';
import { oneLine } from '../../platform/names.ts';
import type { PrivacyRequest, Receipt, RequestKind, RequestState } from './schema.ts';

/** How long an export can be fetched, and how long a request may wait for its person to be made sure of. */
export const EXPORT_DAYS = 7;
export const UNVERIFIED_DAYS = 30;
/** How often a mailed code may be tried. */
export const CODE_TRIES = 5;
const DAY_MS = 86_400_000;

/** What is stored of a mailed code. */
export function hashCode(code: string): Buffer {
  return createHash('sha256').update(code.trim()).digest();
}

/** The mail that asks whether the request comes from who it says. */
export function confirmationMail(tenant: string, kind: RequestKind, code: string): { subject: string; text: string } {
  const tenantName = oneLine(tenant);
  const text = [
    `${tenantName} was asked, in the name of this address, for ${MEANINGS[kind]}.`,
    '',
    `If that was you, give ${tenantName} this code:`,
    '',
    `    ${code}`,
    '',
    'If it was not you, do nothing: without the code nothing happens.',
  ].join('\n');
  return { subject: `Confirm your request to ${tenantName}`, text };
}

const MEANINGS: Readonly<Record<RequestKind, string>> = {
  access: 'a copy of the data about you',
  portability: 'the data about you, to take elsewhere',
  rectification: 'a correction of the data about you',
  erasure: 'the erasure of the data about you',
  restriction: 'the data about you not to be used',
  objection: 'the data about you not to be used or collected any more',
};

/** From which state a request may go where. */
const STEPS: Readonly<Record<RequestState, readonly RequestState[]>> = {
  received: ['verifying', 'in_progress', 'refused', 'expired'],
  verifying: ['in_progress', 'refused', 'expired'],
  in_progress: ['done', 'refused'],
  done: [],
  refused: [],
  expired: [],
};

/** Whether a request in one state may go to another. */
export function maySet(from: RequestState, to: RequestState): boolean {
  return STEPS[from].includes(to);
}

/** Whether the request still waits for something to be done. */
export function isOpen(status: RequestState): boolean {
  return STEPS[status].length > 0;
}

/** So many calendar months later, at the same time of day; the last day of a shorter month (GDPR art. 12(3); Regulation 1182/71 art. 3). */
export function monthsLater(instant: string, months: number): string {
  const from = new Date(instant);
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return to.toISOString();
}

/** When a request is due: after one month, or after three when it was extended (GDPR art. 12(3)). */
export function dueAt(receivedAt: string, isExtended: boolean): string {
  return monthsLater(receivedAt, isExtended ? 3 : 1);
}

/** The instant so many days later. */
export function daysLater(nowMs: number, days: number): string {
  return new Date(nowMs + days * DAY_MS).toISOString();
}

/** Whether an open request is past its day. */
export function isOverdue({ status, dueAt: due }: Pick<PrivacyRequest, 'status' | 'dueAt'>, nowMs: number): boolean {
  return isOpen(status) && Date.parse(due) < nowMs;
}

/** Whether what a request of this kind began goes on until it is taken back. */
export function isLasting(kind: RequestKind, objects: boolean): boolean {
  return kind === 'restriction' || kind === 'objection' || (kind === 'erasure' && objects);
}

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The installation's key for receipts, from 32 bytes derived for this purpose. */
export function receiptKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

type Unsigned = Omit<Receipt, 'hash' | 'publicKey' | 'signature'>;

function digestOf(receipt: Unsigned): Buffer {
  const { request, tenant, kind, verification, receivedAt, finishedAt, counts } = receipt;
  const content = { request, tenant, kind, verification, receivedAt, finishedAt, counts };
  return createHash('sha256')
    .update(JSON.stringify(canonical(content)))
    .digest();
}

/** A receipt with its hash and the installation's signature of it. */
export function signReceipt(key: KeyObject, receipt: Unsigned): Receipt {
  const digest = digestOf(receipt);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    ...receipt,
    hash: digest.toString('hex'),
    publicKey: publicKey.toString('base64'),
    signature: sign(null, digest, key).toString('base64'),
  };
}

/** Whether a receipt says what was signed, under the key it names. */
export function isGenuine(receipt: Receipt): boolean {
  const digest = digestOf(receipt);
  const publicKey = createPublicKey({ key: Buffer.from(receipt.publicKey, 'base64'), format: 'der', type: 'spki' });
  return digest.toString('hex') === receipt.hash && verify(null, digest, publicKey, Buffer.from(receipt.signature, 'base64'));
}
