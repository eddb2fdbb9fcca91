import { useState } from 'react';

/** Whether something was open once: from then on it stays mounted, so that it closes as it should. */
export function useWasOpen(isOpen: boolean): boolean {
  const [wasOpen, remember] = useState(isOpen);
  if (isOpen && !wasOpen) remember(true);
  return wasOpen || isOpen;
}
