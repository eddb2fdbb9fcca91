import { lazy, Suspense } from 'react';
import type { ConfirmProps, DialogProps } from './dialog-surface.tsx';
import { useWasOpen } from './was-open.ts';

/** Fetches what dialogs are made of: they are not there before one is first wanted. */
const loadDialogs = () => import('./dialog-surface.tsx');
const DialogSurface = lazy(() => loadDialogs().then((module) => ({ default: module.DialogSurface })));
const ConfirmSurface = lazy(() => loadDialogs().then((module) => ({ default: module.ConfirmSurface })));

/** A form or a result above the page. Focus goes to its first field and stays inside; Escape closes it, and focus returns to its opener. */
export function Dialog(props: DialogProps) {
  if (!useWasOpen(props.isOpen)) return null;
  return (
    <Suspense>
      <DialogSurface {...props} />
    </Suspense>
  );
}

/** Asks before something is taken away. The harmless answer has the focus. */
export function Confirm(props: ConfirmProps) {
  if (!useWasOpen(props.isOpen)) return null;
  return (
    <Suspense>
      <ConfirmSurface {...props} />
    </Suspense>
  );
}
