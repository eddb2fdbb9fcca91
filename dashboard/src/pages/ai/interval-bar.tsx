import type { PredictionMeasure } from '../../predictions-api.ts';

const LOOKS: Record<number, string> = { 95: 'bg-accent/20', 80: 'bg-accent/40', 50: 'bg-accent/80' };

/** The intervals of a measure on one line from nothing to its largest number, with the median and what came. */
export function IntervalBar({ one, label }: { one: PredictionMeasure; label: string }) {
  const { intervals, median, outcome } = one;
  if (intervals === null) return null;
  const highs = intervals.flatMap(({ high }) => high ?? []);
  const most = Math.max(1, ...highs, outcome ?? 0) * 1.05;
  const at = (value: number) => `${Math.min(100, (100 * value) / most)}%`;
  return (
    <div role="img" aria-label={label} className="relative h-4 w-full min-w-40 rounded-[3px] bg-line/60">
      {intervals
        .toSorted((a, b) => b.level - a.level)
        .map(({ level, low, high }) => (
          <span
            key={level}
            className={`absolute inset-y-0.5 rounded-[2px] ${LOOKS[level]}`}
            style={{ left: at(low), right: `calc(100% - ${at(high ?? most)})` }}
          />
        ))}
      {median !== null && <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: at(median) }} />}
      {outcome !== null && (
        <span
          className="absolute top-1/2 size-2.5 -translate-1/2 rounded-full border-2 border-surface bg-danger"
          style={{ left: at(outcome) }}
        />
      )}
    </div>
  );
}
