import { useId, type ReactNode } from 'react';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  icon?: ReactNode;
}

interface SegmentedProps<Value extends string> {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChoose: (value: Value) => void;
}

/** One choice among a few, all in sight: a group of radio buttons, so the arrow keys move between them. */
export function Segmented<Value extends string>({ label, choices, value, onChoose }: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex rounded-control border border-line bg-sunken p-0.5">
      {choices.map((choice) => (
        <label
          key={choice.value}
          title={choice.icon ? choice.label : undefined}
          className="relative flex min-h-7 items-center rounded-[5px] px-2.5 text-small text-muted transition-colors hover:text-ink
            has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-[0_1px_2px_rgb(0_0_0/0.12)]
            has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
            className="absolute inset-0 size-full appearance-none opacity-0"
          />
          {choice.icon}
          <span className={choice.icon ? 'sr-only' : undefined}>{choice.label}</span>
        </label>
      ))}
    </div>
  );
}
