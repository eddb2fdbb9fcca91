import type { Span } from './read.ts';

/** How spans found agree with the true ones of an episode. */
export interface Agreement {
  found: number;
  right: number;
  truth: number;
  /** Seconds by which right spans begin and end off, each. */
  startOff: number[];
  endOff: number[];
}

const RIGHT_FROM = 0.5;

function overlapOf(a: Span, b: Span): number {
  const both = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return both <= 0 ? 0 : both / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

/** A span is right where it shares half of what it and a true span cover together; each true span is matched once, the best first. */
export function agreementOf(found: readonly Span[], truth: readonly Span[]): Agreement {
  const pairs = found
    .flatMap((span) => truth.map((other) => ({ span, other, overlap: overlapOf(span, other) })))
    .filter(({ overlap }) => overlap >= RIGHT_FROM)
    .sort((a, b) => b.overlap - a.overlap);
  const taken = new Set<Span>();
  const right = pairs.filter(({ span, other }) => {
    if (taken.has(span) || taken.has(other)) return false;
    taken.add(span).add(other);
    return true;
  });
  return {
    found: found.length,
    right: right.length,
    truth: truth.length,
    startOff: right.map(({ span, other }) => Math.abs(span.start - other.start)),
    endOff: right.map(({ span, other }) => Math.abs(span.end - other.end)),
  };
}

/** F of precision and recall, precision counting `1 / beta` times as much; 0 where nothing is right. */
export function fScore({ found, right, truth }: Agreement, beta: number): number {
  if (right === 0) return 0;
  const [precision, recall] = [right / found, right / truth];
  return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}
