import type { Consent, Source } from './event.ts';
import { guard } from './guard.ts';

const NAME = '_esid';
const DAY_SECONDS = 86_400;
const CLICK_ID = /^[\w.~-]{1,200}$/;

/** Writes the cookie on the widest domain that takes it, so that a shop on a subdomain has it too; an empty value removes it everywhere. */
function write(value: string, seconds: number): void {
  const parts = location.hostname.split('.');
  const secure = location.protocol === 'https:' ? ';secure' : '';
  for (let from = parts.length - 1; from >= -1; from--) {
    const domain = from < 0 ? '' : `;domain=${parts.slice(from).join('.')}`;
    document.cookie = `${NAME}=${value};path=/;max-age=${seconds};samesite=lax${domain}${secure}`;
    if (value && document.cookie.includes(`${NAME}=${value}`)) return;
  }
}

/** What is known of the visit, and what of it earlier pages left. */
export interface Memory {
  clickId?: string;
  source: Source;
  /** Whether the visit began on this page. */
  hasLanded: boolean;
  /** Brings what is stored, and what is known of earlier pages, in line with the consent there is. */
  settle(consent: Consent): void;
}

/** What the address and the referrer say of where this visit came from; undefined within a visit. */
function arrival(query: URLSearchParams): Source | undefined {
  const utm: Record<string, string> = {};
  query.forEach((value, name) => {
    if (/^utm_(source|medium|campaign|content|term)$/.test(name)) utm[name.slice(4)] = value.slice(0, 200);
  });
  const referrer = guard(() => new URL(document.referrer).hostname);
  return referrer === location.hostname && !utm.source ? undefined : { referrer, utm };
}

/** Reads what this page's own address says; `days` is how long a click id is kept. */
export function openMemory(days: string | undefined, parameter: string | undefined): Memory {
  const query = new URLSearchParams(location.search);
  const click = (parameter ? query.get(parameter) : query.get('click_id') || query.get('esid')) || '';
  const given = CLICK_ID.test(click) ? click : undefined;
  const arrived = arrival(query);
  const earlier = guard(() => JSON.parse(sessionStorage.getItem(NAME) || '{}') as Source);
  const memory: Memory = {
    source: arrived || earlier || {},
    hasLanded: !!arrived,
    settle(consent) {
      const isDenied = consent === 'denied';
      if (isDenied || given) guard(() => write('', 0));
      if (!isDenied && given) guard(() => write(given, (Number(days || 30) || 0) * DAY_SECONDS));
      memory.clickId = isDenied ? undefined : given || guard(() => /(?:^|; )_esid=([^;]+)/.exec(document.cookie)?.[1]);
      guard(() => (isDenied ? sessionStorage.removeItem(NAME) : sessionStorage.setItem(NAME, JSON.stringify(memory.source))));
    },
  };
  return memory;
}
