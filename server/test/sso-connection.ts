import type { NewSsoConnection } from '../src/security/ssoconnections/schema.ts';

/** A connection to a provider that nobody signs in through. */
export const SSO_CONNECTION: NewSsoConnection = {
  name: 'Corp',
  issuer: 'https://login.corp.example',
  clientId: 'earshot',
  clientSecret: 'a secret',
  domains: ['corp.example'],
  membership: 'members_only',
  defaultRole: 'viewer',
  providerAsksFactor: false,
  enabled: true,
};
