/** What a server's `/metrics` tell of the public requests it answered since it began. */
export interface EdgeMeasures {
  /** Answers within so many seconds, by that bound, ascending; the last bound is Infinity. */
  buckets: Map<number, number>;
  /** Requests by what became of them. */
  outcomes: Map<string, number>;
}

/** Asks a server for its measures. */
export async function measuresOf(url: string): Promise<EdgeMeasures> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const buckets = new Map<number, number>();
  const outcomes = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, bound, count] = /^earshot_edge_request_duration_seconds_bucket\{le="([^"]+)".*\} (\d+)$/.exec(line) ?? [];
    if (bound !== undefined) {
      const seconds = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
      buckets.set(seconds, (buckets.get(seconds) ?? 0) + Number(count));
    }
    const [, outcome, requests] = /^earshot_edge_requests\{kind="prefix",outcome="(\w+)"\} (\d+)$/.exec(line) ?? [];
    if (outcome !== undefined) outcomes.set(outcome, Number(requests));
  }
  return { buckets, outcomes };
}

/** The milliseconds within which this part of the answers between two looks was given, drawn out evenly inside a bucket. */
export function millisecondsOf(before: EdgeMeasures, after: EdgeMeasures, part: number): number {
  const bounds = [...after.buckets.keys()].sort((a, b) => a - b);
  const countAt = (bound: number) => (after.buckets.get(bound) ?? 0) - (before.buckets.get(bound) ?? 0);
  const wanted = part * countAt(Number.POSITIVE_INFINITY);
  let [low, below] = [0, 0];
  for (const bound of bounds) {
    const count = countAt(bound);
    if (count >= wanted)
      return bound === Number.POSITIVE_INFINITY ? bound : 1_000 * (low + ((bound - low) * (wanted - below)) / (count - below));
    [low, below] = [bound, count];
  }
  return Number.NaN;
}

/** The part of the requests between two looks that was kept before it was answered. */
export function keptPart(before: EdgeMeasures, after: EdgeMeasures): number {
  const sum = (names: readonly string[]) =>
    names.reduce((all, name) => all + (after.outcomes.get(name) ?? 0) - (before.outcomes.get(name) ?? 0), 0);
  return (sum(['kept']) - sum(['late'])) / sum(['kept', 'lost', 'limited', 'crowded', 'unknown', 'refused']);
}
