import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../queries.ts';
import type { Role } from '../settings-api.ts';

/** Who may change what: the catalogue and figures, how the tenant is set up, or what it spends. */
const ROLES = {
  analyse: ['owner', 'admin', 'analyst'],
  administer: ['owner', 'admin'],
  pay: ['owner', 'admin', 'billing'],
} as const satisfies Record<string, readonly Role[]>;

/** Whether who is signed in may make changes of a kind: a person by the role, a browser opened with a key by the scope of that key. */
export function useMay(kind: keyof typeof ROLES): boolean {
  const { role, scopes } = useSuspenseQuery(sessionQuery).data;
  return role === null ? scopes.includes('admin') : ROLES[kind].some((one) => one === role);
}
