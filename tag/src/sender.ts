import type { Consent, Told } from './event.ts';
import { guard } from './guard.ts';

const BATCH_MS = 500;
const RETRY_MS = 4_000;
const MOST_PENDING = 50;

/** Gathers events and sends them together; what could not be sent is tried once more. */
export interface Sender {
  push(event: Told): void;
  flush(): void;
}

function post(endpoint: string, body: string, isAgain?: boolean): void {
  const again = () => {
    if (!isAgain) setTimeout(() => post(endpoint, body, true), RETRY_MS);
  };
  if (!isAgain && guard(() => navigator.sendBeacon(endpoint, body))) return;
  const sent = guard(() => fetch(endpoint, { method: 'POST', body, keepalive: true, credentials: 'omit' }));
  if (sent) sent.then((answer) => (answer.status === 429 || answer.status > 499) && again(), again);
  else again();
}

/** Sends to `endpoint`; with consent denied by then, nothing leaves of who was behind an event. */
export function openSender(endpoint: string, consentOf: () => Consent): Sender {
  let pending: Told[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const events = pending;
    pending = [];
    if (events.length === 0) return;
    const consent = consentOf();
    for (const event of events) {
      event.age = Math.max(0, Date.now() - (event.at || 0));
      delete event.at;
      if (consent === 'denied') event.clickId = event.userId = event.emailSha256 = undefined;
    }
    post(endpoint, JSON.stringify({ consent, events }));
  }

  return {
    flush,
    push(event) {
      pending.push(event);
      if (pending.length >= MOST_PENDING) flush();
      else if (timer === undefined) timer = setTimeout(flush, BATCH_MS);
    },
  };
}
