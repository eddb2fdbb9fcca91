import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** A floating panel opened by its trigger; Escape and a click elsewhere close it, and focus returns to the trigger. */
export function Popover({
  trigger,
  label,
  children,
  className = 'w-72 p-4',
}: {
  trigger: ReactNode;
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          sideOffset={6}
          collisionPadding={12}
          align="start"
          className={`z-40 max-w-[calc(100vw-1.5rem)] rounded-panel border border-line bg-raised text-body text-ink
            shadow-float outline-none ${className}`}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
