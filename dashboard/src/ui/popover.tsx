import { Slot } from 'radix-ui';
import { lazy, type ReactNode, Suspense, useState } from 'react';

/** Fetches what makes panels float: they are not there before one is first wanted. */
export const loadFloating = () => import('./floating.tsx');
const Floating = lazy(() => loadFloating().then((module) => ({ default: module.Floating })));

export interface PopoverProps {
  trigger: ReactNode;
  label: string;
  children: ReactNode;
  className?: string;
}

/** A floating panel opened by its trigger; Escape and a click elsewhere close it, and focus returns to the trigger. */
export function Popover(props: PopoverProps) {
  const [isAsked, ask] = useState(false);
  const near = () => void loadFloating();
  if (!isAsked)
    return (
      <Slot.Root aria-haspopup="dialog" aria-expanded={false} onPointerEnter={near} onFocus={near} onClick={() => ask(true)}>
        {props.trigger}
      </Slot.Root>
    );
  return (
    <Suspense fallback={props.trigger}>
      <Floating {...props} />
    </Suspense>
  );
}
