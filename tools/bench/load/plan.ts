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
  /** Makes the ids of this run its own. */
  name: string;
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
  p50Ms: number;
  p99Ms: number;
  /** Processor seconds the load process took for itself. */
  cpuSeconds: number;
}
