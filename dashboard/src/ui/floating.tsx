import { Popover as Radix } from 'radix-ui';
import type { PopoverProps } from './popover.tsx';

/** What floats above the page once its trigger was pressed; Escape and a click elsewhere close it, and focus returns to the trigger. */
export function Floating({ trigger, label, children, className = 'w-72 p-4' }: PopoverProps) {
  return (
    <Radix.Root defaultOpen>
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
