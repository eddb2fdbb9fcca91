import type { Role } from '../../tenants/authorize.ts';

/** What a change does to a member: another role, or none any more. */
export interface RoleChange {
  from: Role;
  /** Undefined when the member goes. */
  to: Role | undefined;
}

/** Whether a change makes or unmakes an owner, which only owners may. */
export function touchesOwners({ from, to }: RoleChange): boolean {
  return from !== to && (from === 'owner' || to === 'owner');
}

/** Whether a change would leave a tenant without an owner, who alone can make another one. */
export function leavesNoOwner({ from, to }: RoleChange, owners: number): boolean {
  return from === 'owner' && to !== 'owner' && owners <= 1;
}

/** Whether the invitations somebody sent go with their role: whoever may not invite any more, or not owners, leaves no way in behind. */
export function losesInvitations({ from, to }: RoleChange): boolean {
  return from === 'owner' || (to !== 'owner' && to !== 'admin');
}
