import type { Reader, Setting, Settings } from './settings.ts';
import { asIssuer } from './settings-values.ts';

/** The settings of the operator's own identity provider. */
export const PROVIDER_SETTINGS = [
  {
    name: 'OIDC_ISSUER',
    default: '',
    description:
      'Your own OpenID Connect provider, by which people who have an account here may sign in at `/sso/start`; its issuer, such as ' +
      '`https://login.example.com`. Register `/sso/callback` of this installation there.',
    secret: false,
  },
  { name: 'OIDC_CLIENT_ID', default: '', description: 'What that provider calls this installation.', secret: false },
  { name: 'OIDC_CLIENT_SECRET', default: '', description: 'The secret that proves it to that provider.', secret: true },
] as const satisfies readonly Setting[];

/** All three settings of the operator's identity provider, or none. */
export function readOperatorProvider(reader: Reader): Settings['operatorProvider'] {
  const issuer = reader.read('OIDC_ISSUER', asIssuer);
  const clientId = reader.read('OIDC_CLIENT_ID', String);
  const clientSecret = reader.read('OIDC_CLIENT_SECRET', String);
  const values = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const missing = Object.entries(values).find(([, value]) => value === undefined);
  if (missing) for (const [name] of given) reader.problems.push(`${name} is set, but ${missing[0]} is not; set all three, or none.`);
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return { issuer, clientId, clientSecret };
}
