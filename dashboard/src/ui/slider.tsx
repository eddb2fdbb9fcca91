import { useEffect, useId, useState, type ReactNode } from 'react';

interface SliderProps {
  label: string;
  beside?: ReactNode;
  /** Stands under the slider: a remark on its value. */
  below?: ReactNode;
  value: number;
  range: { min: number; max: number; step?: number };
  format: (value: number) => string;
  onSettle: (value: number) => void;
}

const SETTLE_MS = 180;

/** A slider that follows the hand at once and reports a value when the hand rests. */
export function Slider({ label, beside, below, value, range, format, onSettle }: SliderProps) {
  const id = useId();
  const [shown, setShown] = useState(value);
  const [settled, setSettled] = useState(value);
  if (settled !== value) {
    setSettled(value);
    setShown(value);
  }
  useEffect(() => {
    if (shown === value) return undefined;
    const timer = setTimeout(() => onSettle(shown), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [shown, value, onSettle]);
  return (
    <div className="flex min-w-0 flex-col bg-surface px-4 pt-1 pb-1.5">
      <div className="flex min-h-6 items-center gap-1.5 text-caption text-muted">
        <label htmlFor={id}>{label}</label>
        {beside}
        <output htmlFor={id} className="ml-auto text-body font-medium text-ink">
          {format(shown)}
        </output>
      </div>
      <input
        id={id}
        type="range"
        {...range}
        value={shown}
        aria-valuetext={format(shown)}
        onChange={(event) => setShown(Number(event.target.value))}
        className="h-6 w-full"
      />
      {below}
    </div>
  );
}
