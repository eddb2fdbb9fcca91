/** What the load process does, as JSON in its first argument. */
export interface LoadPlan {
  url: string;
  /** One key per tenant; requests go round them. */
  keys: string[];
  connections: number;
  /** Events per request; all of one request are of one kind. */
  batch: number;
  /** One request in so many carries conversions, the others touchpoints. */
  conversionsEvery: number;
  seconds: number;
  /** Events per second to be sent whatever the answers take; as many as the connections carry when left out. */
  rate?: number;
  /** One request in so many asks for a report instead of sending events; none when left out, every one when 1. */
  readsEvery?: number;
  /** What those requests ask for, as path and query; in turn. */
  paths?: string[];
  /** Makes the ids of this run its own. */
  name: string;
  /** Whether the result holds the time of every request. */
  keepsTimes?: boolean;
}

/** What came of it, as JSON on standard output. */
export interface LoadResult {
  seconds: number;
  requests: number;
  /** Acknowledged touchpoints and conversions. */
  touchpoints: number;
  conversions: number;
  /** Requests that were not answered with 202, by status. */
  refused: Record<string, number>;
  /** Of requests with events, from when each was due; NaN (null in JSON) without any. */
  p50Ms: number;
  p99Ms: number;
  /** The same of requests for reports. */
  reads: { count: number; p50Ms: number; p99Ms: number };
  /** Every time in ms, of requests with events and of those for reports; empty unless the plan keeps them. */
  timesMs: { events: number[]; reads: number[] };
  /** p99 of every request, minute by minute of the run. */
  p99ByMinute: number[];
  /** Processor seconds the load process took for itself. */
  cpuSeconds: number;
}
