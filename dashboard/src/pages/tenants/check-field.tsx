import { type ReactNode, useId } from 'react';

interface CheckFieldProps {
  name: string;
  value?: string;
  label: string;
  help?: ReactNode;
  defaultChecked?: boolean;
}

/** A box to tick, with what it means below it. */
export function CheckField({ name, value, label, help, defaultChecked }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5 px-2 py-1">
      <input
        id={id}
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={defaultChecked}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        className="mt-0.5 size-4"
      />
      <div>
        <label htmlFor={id} className={help === undefined ? '' : 'font-medium'}>
          {label}
        </label>
        {help !== undefined && (
          <p id={`${id}-help`} className="text-small text-muted">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
