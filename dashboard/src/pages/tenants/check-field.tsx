import { type ReactNode, useId } from 'react';

interface CheckFieldProps {
  name: string;
  value?: string;
  label: string;
  help?: ReactNode;
  defaultChecked?: boolean;
  problem?: string;
  onChange?: (isChecked: boolean) => void;
}

/** A box to tick, with what it means below it. */
export function CheckField({ name, value, label, help, defaultChecked, problem, onChange }: CheckFieldProps) {
  const id = useId();
  const described = [problem !== undefined && `${id}-problem`, help !== undefined && `${id}-help`].filter(Boolean).join(' ');
  return (
    <div className="flex items-start gap-2.5 px-2 py-1">
      <input
        id={id}
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={defaultChecked}
        onChange={onChange && ((event) => onChange(event.target.checked))}
        aria-describedby={described === '' ? undefined : described}
        aria-invalid={problem !== undefined}
        className="mt-0.5 size-4"
      />
      <div>
        <label htmlFor={id} className={help === undefined ? '' : 'font-medium'}>
          {label}
        </label>
        {problem !== undefined && (
          <p id={`${id}-problem`} role="alert" className="text-small font-medium text-danger">
            {problem}
          </p>
        )}
        {help !== undefined && (
          <p id={`${id}-help`} className="text-small text-muted">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
