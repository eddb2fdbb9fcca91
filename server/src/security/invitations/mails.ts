import { oneLine } from '../../platform/names.ts';
import type { Mail } from '../../platform/outbox.ts';
import type { Role } from '../../tenants/authorize.ts';

const ROLES: Readonly<Record<Role, string>> = {
  owner: 'an owner, who may do everything',
  admin: 'an administrator, who manages members, keys and settings',
  analyst: 'an analyst, who works with campaigns and reports',
  viewer: 'a viewer, who reads reports',
  billing: 'somebody who sees usage and bills',
};

/** The mail that invites somebody; names of tenants are somebody's own text, so they never begin a line of the mail's head. */
export function invitationMail(to: string, { tenant, role, url }: { tenant: string; role: Role; url: string }): Mail {
  const name = oneLine(tenant);
  return {
    to,
    subject: `${name} invites you to Earshot`,
    text: [
      'Hello,',
      '',
      `you are invited to join "${name}" on Earshot as ${ROLES[role]}. Accept within seven days:`,
      '',
      url,
      '',
      'The link works once, and only for this e-mail address. If you do not know who invites you, do nothing.',
      '',
      'Earshot',
      '',
    ].join('\n'),
  };
}
