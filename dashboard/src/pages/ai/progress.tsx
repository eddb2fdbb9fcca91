interface ProgressProps {
  label: string;
  part: number;
  /** Undefined while nobody knows. */
  of: number | undefined;
  text: string;
}

/** How far something is, as a bar and in words; the bar stays empty while nobody knows how much there is. */
export function Progress({ label, part, of, text }: ProgressProps) {
  const percent = of === undefined || of === 0 ? undefined : Math.min(100, Math.round((100 * part) / of));
  return (
    <div className="flex flex-col gap-1.5">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
        className="h-2 w-full max-w-lg overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${percent ?? 0}%` }} />
      </div>
      <span className="text-small text-muted tabular-nums">{text}</span>
    </div>
  );
}
