import { useRef } from 'react';

/** Where the focus goes when whatever opened something is gone. */
const ROOM = 'room';

/** Handlers for something that opens above the page without a trigger of its own: it gives the focus back to what had it before. */
export function useReturnFocus() {
  const before = useRef<Element>(null);
  return {
    /** To be called before the focus moves in. */
    remember: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      // Somebody else has taken it by now: a form, for the field that is wrong.
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const opener = before.current;
      const target = opener instanceof HTMLElement && opener.isConnected ? opener : document.getElementById(ROOM);
      target?.focus({ preventScroll: true });
    },
  };
}
