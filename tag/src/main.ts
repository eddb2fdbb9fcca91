import { addEmail, checksum, type Consent, tellEvent } from './event.ts';
import { guard } from './guard.ts';
import { openMemory } from './memory.ts';
import { openSender } from './sender.ts';

interface Earshot {
  (...call: unknown[]): void;
  q?: ArrayLike<unknown>[];
  on?: true;
}

const page = window as unknown as { earshot?: Earshot };

/** Calls `seen` after every change of the address without a new page. */
function watchHistory(seen: () => void): void {
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (this: History, ...given) {
      original.apply(this, given);
      guard(seen);
    };
  }
  addEventListener('popstate', () => guard(seen));
}

function start(script: HTMLScriptElement): void {
  const { tag, consent: stated, days, parameter } = script.dataset;
  const hasRefused = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
  let consent = (hasRefused ? 'denied' : stated || 'unknown') as Consent;
  let seenPath: string | undefined;
  const memory = openMemory(days, parameter);
  const sender = openSender(new URL(`c?p=${tag}`, script.src).href, () => consent);

  function tell(kind: string, details: Record<string, unknown>, landing?: number): void {
    const event = tellEvent(kind, details);
    Object.assign(event, memory.source, { landing, clickId: memory.clickId });
    if (consent !== 'denied') guard(() => addEmail(event, details.email));
    sender.push(event);
  }

  /** Tells of a view once for each path in a row. */
  function view(): void {
    const path = location.pathname;
    if (path === seenPath) return;
    const isLanding = seenPath === undefined && memory.hasLanded;
    seenPath = path;
    tell('view', {}, isLanding ? checksum(path.toLowerCase().replace(/\/+$/, '') || '/') : undefined);
  }

  function run(command: string, details: unknown): void {
    if (command === 'consent') {
      guard(sender.flush);
      if (!hasRefused && /^(granted|denied|unknown)$/.test(details as string)) consent = details as Consent;
      memory.settle(consent);
    } else if (command === 'view') view();
    else if (/^(lead|signup|purchase|survey)$/.test(command)) tell(command, (details || {}) as Record<string, unknown>);
  }

  memory.settle(consent);
  const waiting = page.earshot?.q || [];
  page.earshot = (...call) => guard(() => run(call[0] as string, call[1]));
  page.earshot.on = true;
  view();
  for (const call of Array.from(waiting)) page.earshot(...Array.from(call));
  guard(() => watchHistory(view));
  addEventListener('pagehide', () => guard(sender.flush));
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && guard(sender.flush), true);
}

guard(() => {
  const script = (document.currentScript || document.querySelector('script[data-tag]')) as HTMLScriptElement | null;
  if (!script?.dataset.tag || page.earshot?.on) return;
  const begin = () => guard(() => start(script));
  if ((document as { prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', begin, { once: true });
  else begin();
});
