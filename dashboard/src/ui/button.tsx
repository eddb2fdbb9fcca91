import type { ComponentProps } from 'react';

const SHAPE =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-control px-3.5 text-body transition-colors disabled:opacity-50';

const LOOKS = {
  solid: 'bg-accent text-on-accent hover:bg-accent-strong font-medium',
  outline: 'border border-line-strong bg-surface text-ink hover:border-accent hover:text-accent-strong font-medium',
  danger: 'border border-danger bg-surface text-danger hover:bg-danger-soft font-medium',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
} as const;

/** A link that leads out of the dashboard and looks like a button. */
export function ButtonLink({ look = 'outline', className = '', children, ...rest }: ComponentProps<'a'> & { look?: keyof typeof LOOKS }) {
  return (
    <a className={`${SHAPE} ${LOOKS[look]} ${className}`} {...rest}>
      {children}
    </a>
  );
}

export function Button({ look = 'outline', className = '', ...rest }: ComponentProps<'button'> & { look?: keyof typeof LOOKS }) {
  return <button type="button" className={`${SHAPE} ${LOOKS[look]} ${className}`} {...rest} />;
}
