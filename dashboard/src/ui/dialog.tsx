import { lazy, Suspense } from 'react';
import type { ConfirmProps, DialogProps } from './dialog-surface.tsx';
import { useWasOpen } from './was-open.ts';

/** Fetches what dialogs are made of, which is not there before one is first wanted; after a failure anew for the next one that opens. */
const loadDialogs = () =>
  import('./dialog-surface.tsx').catch((error: unknown) => {
    surfaces = newSurfaces();
    throw error;
  });
const newSurfaces = () => ({
  Dialog: lazy(() => loadDialogs().then((module) => ({ default: module.DialogSurface }))),
  Confirm: lazy(() => loadDialogs().then((module) => ({ default: module.ConfirmSurface }))),
});
let surfaces = newSurfaces();

/** A form or a result above the page. Focus goes to its first field and stays inside; Escape closes it, and focus returns to its opener. */
export function Dialog(props: DialogProps) {
  if (!useWasOpen(props.isOpen)) return null;
  return (
    <Suspense>
      <surfaces.Dialog {...props} />
    </Suspense>
  );
}

/** Asks before something is taken away. The harmless answer has the focus. */
export function Confirm(props: ConfirmProps) {
  if (!useWasOpen(props.isOpen)) return null;
  return (
    <Suspense>
      <surfaces.Confirm {...props} />
    </Suspense>
  );
}
