import type { Arrival, ArrivalFault, ArrivalSource } from './schema.ts';
import type { ArrivedConversion, ArrivedDelivery, ArrivedPixel, ArrivedRequest, ArrivedTouchpoint, FailedSource } from './store.ts';

const NONE = { kind: null, campaign: null, show: null, of: null, fault: null, detail: null };

/** What came, as it was stored. */
export interface Arrived {
  touchpoints: readonly ArrivedTouchpoint[];
  conversions: readonly ArrivedConversion[];
  requests: readonly ArrivedRequest[];
  pixels: readonly ArrivedPixel[];
  deliveries: readonly ArrivedDelivery[];
  failed: readonly FailedSource[];
  /** The codes that a campaign has. */
  knownCodes: ReadonlySet<string>;
}

/** What each address's touchpoints begin their ids with. */
const BEGINNINGS: readonly [string, ArrivalSource][] = [
  ['download:', 'prefix'],
  ['click:', 'link'],
  ['impression:', 'pixel'],
  ['vanity:', 'tag'],
];

function ofTouchpoint({ at, id, kind, campaign, show }: ArrivedTouchpoint): Arrival {
  const source = BEGINNINGS.find(([beginning]) => id.startsWith(beginning))?.[1] ?? 'api';
  return { ...NONE, source, at: at.toISOString(), kind, campaign, show, of: source === 'api' ? id : null };
}

function ofConversion({ at, id, source, kind, promoCode }: ArrivedConversion, known: ReadonlySet<string>): Arrival[] {
  const arrival = { ...NONE, at: at.toISOString(), kind };
  const from = { pixel: 'tag', webhook: 'webhook' } as const;
  const brought: Arrival = { ...arrival, source: from[source as keyof typeof from] ?? 'api', of: id };
  if (promoCode === null) return [brought];
  return [brought, { ...arrival, source: 'code', of: promoCode, fault: known.has(promoCode) ? null : 'unknown_code' }];
}

/** Fates of requests that count; one without a fate is not judged yet. */
const COUNTED = new Set<string | null>([null, 'download', 'repeat', 'not_counted_by_source']);

function faultOfRequest({ fate, show }: ArrivedRequest): ArrivalFault | null {
  if (!COUNTED.has(fate)) return fate === 'bot' ? 'bot' : 'filtered';
  return show === null ? 'no_show' : null;
}

function ofRequest(request: ArrivedRequest): Arrival {
  const fault = faultOfRequest(request);
  const { at, show, episode, fate } = request;
  return { ...NONE, source: 'prefix', at: at.toISOString(), show, of: episode, fault, detail: fault === 'filtered' ? fate : null };
}

const OF_DELIVERY: Partial<Record<ArrivedDelivery['state'], ArrivalFault>> = {
  refused: 'signature',
  failed: 'failed',
  set_aside: 'not_wanted',
  unknown_topic: 'not_wanted',
};

function ofDelivery({ at, source, topic, state, reason }: ArrivedDelivery): Arrival {
  return { ...NONE, source: 'webhook', at: at.toISOString(), kind: topic, of: source, fault: OF_DELIVERY[state] ?? null, detail: reason };
}

/** Of each source the latest that counts and the latest that does not, newest first. */
export function arrivalsOf(arrived: Arrived): Arrival[] {
  const all = [
    ...arrived.touchpoints.map(ofTouchpoint),
    ...arrived.conversions.flatMap((one) => ofConversion(one, arrived.knownCodes)),
    ...arrived.requests.map(ofRequest),
    ...arrived.pixels.map(({ at, campaign, show, reason }): Arrival => {
      return { ...NONE, source: 'pixel', at: at.toISOString(), campaign, show, fault: reason };
    }),
    ...arrived.deliveries.map(ofDelivery),
    ...arrived.failed.map(({ at, source, fault }): Arrival => {
      return { ...NONE, source: 'webhook', at: at.toISOString(), of: source, fault: 'signature', detail: fault };
    }),
  ].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const told = new Set<string>();
  return all.filter(({ source, fault }) => {
    const sort = `${source} ${fault === null}`;
    return !told.has(sort) && told.add(sort);
  });
}
