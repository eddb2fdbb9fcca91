import { useSyncExternalStore } from 'react';

const KEY = 'earshot.keys';
const listeners = new Set<() => void>();
let isOn: boolean | undefined;

function read(): boolean {
  try {
    isOn ??= localStorage.getItem(KEY) !== 'off';
  } catch {
    isOn ??= true;
  }
  return isOn;
}

/** Switches keys without Ctrl or ⌘ on or off in this browser; where storage is forbidden, until the page is left. */
export function setSingleKeys(on: boolean): void {
  isOn = on;
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // The page itself already goes by the choice.
  }
  for (const listener of listeners) listener();
}

/** Whether keys without Ctrl or ⌘ do something (WCAG 2.1.4 asks for a way to switch them off). */
export function useSingleKeys(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, read);
}
