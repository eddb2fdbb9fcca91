import { PERMISSIONS, type Role, ROLES, type Scope } from '../../server/src/tenants/authorize.ts';
import { tableOf } from './table.ts';

const ABOUT_ROLES: Readonly<Record<Role, string>> = {
  owner: 'everything, and alone: making and removing owners',
  admin: 'members, keys, settings, and all below; never owners',
  analyst: 'events, campaigns, promo codes, reports',
  viewer: 'reports and lists, without changing anything',
  billing: 'usage and bills, without listening data',
};

const ABOUT_SCOPES: Readonly<Record<Scope, string>> = {
  ingest: 'sending events',
  read: 'reports and lists',
  admin: 'changing settings, campaigns and keys',
};

const INTRO = `<!-- Generated from server/src/tenants/authorize.ts by "npm run generate"; edit there. -->

# Permissions

Whoever acts on a tenant is a person or a program, and each operation asks something of both. A person who is signed in acts by their role
in that tenant. A program acts by the scopes of its key or token; a key of a service account, and a token that stands for a person, need the
role as well. A row without a scope is for people alone.

What is marked in the last column asks a person for their password or second factor once more when they last gave it more than ten minutes
ago. Everybody may do what is their own: read and change their account, see and end their sessions, switch between their tenants.

The operator's command line may do everything. \`server/test/permissions.test.ts\` asks every row of every role and of every scope.
`;

interface Row {
  scope: Scope | null;
  roles: readonly Role[];
  isSensitive?: boolean;
}

function rowOf([operation, { scope, roles, isSensitive }]: [string, Row]): string[] {
  const marks = ROLES.map((role) => (roles.includes(role) ? 'yes' : ''));
  return [`\`${operation}\``, scope === null ? '' : `\`${scope}\``, ...marks, isSensitive ? 'yes' : ''];
}

/** The text of docs/permissions.md. */
export function renderPermissions(): string {
  const about = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([name, text]) => [`\`${name}\``, text]);
  const head = ['operation', 'scope', ...ROLES, 'asks again'];
  return `${INTRO}
## Roles

${tableOf([['role', 'may'], ...about(ABOUT_ROLES)])}

## Scopes

${tableOf([['scope', 'allows'], ...about(ABOUT_SCOPES)])}

## Operations

${tableOf([head, ...Object.entries<Row>(PERMISSIONS).map(rowOf)])}
`;
}
