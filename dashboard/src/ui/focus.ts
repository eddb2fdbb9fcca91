import { useEffect, useRef } from 'react';

/** Gives the focus to an element as it appears: for a step that takes the place of the one somebody has just finished. */
export function useFocusOnArrival<Target extends HTMLElement>() {
  const target = useRef<Target>(null);
  useEffect(() => target.current?.focus(), []);
  return target;
}
