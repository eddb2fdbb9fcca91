const ends = new Set<() => void>();

/** Has something end that goes on across rooms, as soon as the person leaves the tenant for another one or signs out. */
export const endWhenLeaving = (end: () => void): void => void ends.add(end);

/** Ends what goes on in the tenant that the person leaves. */
export function leaveTenant(): void {
  for (const end of ends) end();
}
