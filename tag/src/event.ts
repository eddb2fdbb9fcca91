import { guard } from './guard.ts';

export type Consent = 'granted' | 'denied' | 'unknown';

/** Where a visit came from: the host of the page before it and the campaign marks of its address. */
export interface Source {
  referrer?: string;
  utm?: Record<string, string>;
}

/** One event as it is sent, with `at` by the page's clock until it leaves. */
export interface Told extends Source {
  id: string;
  kind: string;
  at?: number;
  /** Milliseconds between the event and its leaving the page, so that the page's clock does not matter. */
  age?: number;
  /** Checksum of the path a visit began with; the path itself stays in the page. */
  landing?: number;
  clickId?: string;
  userId?: string;
  emailSha256?: string;
  [detail: string]: unknown;
}

/** What a page may say about an event, and no more. */
const DETAILS = ['orderId', 'value', 'currency', 'promoCode', 'isNewCustomer', 'userId', 'emailSha256', 'answer'];

function hex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}

function newId(): string {
  return guard(() => hex(crypto.getRandomValues(new Uint8Array(16)))) || `${Date.now()}${Math.random()}`.replace(/\D/g, '');
}

/** FNV-1a, 32 bits; the server computes the same over the paths it knows. */
export function checksum(text: string): number {
  let sum = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) sum = Math.imul(sum ^ text.charCodeAt(place), 0x01000193);
  return sum >>> 0;
}

/** An event of a page: a new id, and of what the page says about it only what may leave. */
export function tellEvent(kind: string, details: Record<string, unknown>): Told {
  const event: Told = { id: newId(), kind, at: Date.now() };
  for (const name of DETAILS) {
    const value = details[name];
    if (/^(string|number|boolean)$/.test(typeof value)) event[name] = typeof value === 'number' ? `${value}` : value;
  }
  return event;
}

/** Adds the hash of an e-mail address once it is made; where pages have no cryptography, none is sent. */
export function addEmail(event: Told, email: unknown): void {
  if (typeof email !== 'string') return;
  const bytes = new TextEncoder().encode(email.trim().toLowerCase());
  crypto.subtle.digest('SHA-256', bytes).then(
    (digest) => (event.emailSha256 = hex(new Uint8Array(digest))),
    () => undefined,
  );
}
