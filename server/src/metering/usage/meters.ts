/** How a window's quantity follows from the events in it. */
export const AGGREGATIONS = ['sum', 'count', 'max', 'unique', 'last'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** What is counted, in which unit, and how a window's quantity follows from its events. */
export interface MeterRule {
  unit: string;
  aggregation: Aggregation;
  description: string;
}

/** What Earshot counts by itself for every tenant. */
export const BUILT_IN = {
  events: { unit: 'events', aggregation: 'sum', description: 'Touchpoints and conversions that were stored, those of imports among them.' },
  api_calls: { unit: 'requests', aggregation: 'sum', description: 'Requests to the API by the tenant’s keys, tokens and people.' },
  egress_bytes: { unit: 'bytes', aggregation: 'sum', description: 'Bytes of the answers to those requests, headers among them.' },
  exports: { unit: 'exports', aggregation: 'sum', description: 'Answers as CSV or NDJSON files.' },
  storage_bytes: { unit: 'bytes', aggregation: 'last', description: 'An estimate of what is stored, made every hour.' },
  storage_gb_hours: { unit: 'GB-hours', aggregation: 'sum', description: 'Stored gigabytes (10^9 bytes), each for an hour.' },
  worker_cpu_seconds: {
    unit: 'seconds',
    aggregation: 'sum',
    description: 'Processor time of background work; what several tenants’ work took at once is shared evenly.',
  },
  database_seconds: { unit: 'seconds', aggregation: 'sum', description: 'How long the transactions of the tenant held a connection.' },
  attribution_runs: { unit: 'runs', aggregation: 'sum', description: 'Attribution runs that were computed to their end.' },
  ai_tokens: { unit: 'tokens', aggregation: 'sum', description: 'Tokens that AI providers took and gave, whoever paid.' },
  ai_spend_usd: { unit: 'USD', aggregation: 'sum', description: 'What AI providers cost, at the prices of the calls.' },
  emails: { unit: 'messages', aggregation: 'sum', description: 'E-mails that were sent for the tenant.' },
} as const satisfies Record<string, MeterRule>;
export type BuiltInMeter = keyof typeof BUILT_IN;

/** The built-in meter of a key; undefined where there is none. */
export function builtInMeter(key: string): MeterRule | undefined {
  return Object.hasOwn(BUILT_IN, key) ? BUILT_IN[key as BuiltInMeter] : undefined;
}
