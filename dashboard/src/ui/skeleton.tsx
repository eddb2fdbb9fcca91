const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3'];

/** The shape of lines that are still on their way. */
export function SkeletonLines({ count, label }: { count: number; label: string }) {
  return (
    <div role="status" className="space-y-4 px-5 py-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: count }, (_, line) => (
        <div key={line} className="flex items-center gap-6" aria-hidden="true">
          <div className="flex-1">
            <div className={`skeleton h-3.5 ${WIDTHS[line % WIDTHS.length]}`} />
          </div>
          <div className="skeleton h-3.5 w-16" />
          <div className="skeleton hidden h-3.5 w-20 sm:block" />
        </div>
      ))}
    </div>
  );
}

/** The shape of a chart that is still on its way: a resting wave form. */
export function SkeletonWave({ height, label }: { height: number; label: string }) {
  return (
    <div role="status" className="flex items-end gap-1 px-5 pb-6" style={{ height }}>
      <span className="sr-only">{label}</span>
      {Array.from({ length: 36 }, (_, bar) => (
        <div
          key={bar}
          aria-hidden="true"
          className="skeleton flex-1"
          style={{ height: `${28 + 22 * Math.sin(bar * 0.7) + 16 * Math.sin(bar * 1.9)}%` }}
        />
      ))}
    </div>
  );
}
