import { type ComponentProps, type ReactNode, useId } from 'react';
import { ChevronDown } from './icons.tsx';

const BOX =
  'min-h-10 w-full rounded-control border border-line-strong bg-surface px-3 py-1.5 text-body text-ink placeholder:text-faint ' +
  'aria-invalid:border-danger';

interface FieldProps {
  label: string;
  help?: ReactNode;
  problem?: string;
  /** Says that it may be left empty. */
  optional?: string;
}

interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

/** A labelled control with its help and what is wrong with it, tied together for screen readers. */
function Field({ label, help, problem, optional, children }: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const parts = [problem !== undefined && `${id}-problem`, help !== undefined && `${id}-help`].filter((part) => part !== false);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
        {optional !== undefined && <span className="ml-1.5 font-normal text-muted">{optional}</span>}
      </label>
      {children({ id, 'aria-describedby': parts.length > 0 ? parts.join(' ') : undefined, 'aria-invalid': problem !== undefined })}
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
  );
}

export function TextField({ label, help, problem, optional, className = '', ...rest }: FieldProps & ComponentProps<'input'>) {
  return (
    <Field label={label} help={help} problem={problem} optional={optional}>
      {(wiring) => <input type="text" autoComplete="off" {...rest} {...wiring} className={`${BOX} ${className}`} />}
    </Field>
  );
}

export function TextArea({ label, help, problem, optional, className = '', ...rest }: FieldProps & ComponentProps<'textarea'>) {
  return (
    <Field label={label} help={help} problem={problem} optional={optional}>
      {(wiring) => <textarea rows={3} spellCheck={false} {...rest} {...wiring} className={`${BOX} ${className}`} />}
    </Field>
  );
}

interface SelectProps extends FieldProps, Omit<ComponentProps<'select'>, 'children'> {
  options: readonly (readonly [value: string, text: string])[];
}

/** A choice from a list; the native list opens, which every keyboard, phone and screen reader knows. */
export function SelectField({ label, help, problem, optional, options, className = '', ...rest }: SelectProps) {
  return (
    <Field label={label} help={help} problem={problem} optional={optional}>
      {(wiring) => (
        <span className="relative">
          <select {...rest} {...wiring} className={`${BOX} appearance-none pr-9 ${className}`}>
            {options.map(([value, text]) => (
              <option key={value} value={value} className="bg-raised">
                {text}
              </option>
            ))}
          </select>
          <ChevronDown className="pointer-events-none absolute top-1/2 right-3 size-3.5 -translate-y-1/2 text-faint" />
        </span>
      )}
    </Field>
  );
}
