import { z } from 'zod';
import { ClientScope } from '../oauthclients/schema.ts';

export const OauthConsent = z
  .object({
    clientId: z.string().describe('UUID'),
    client: z.string().describe('what the program is called'),
    tenant: z.string().describe('where it acts for you'),
    scopes: z.array(ClientScope),
    since: z.string().describe('when you first allowed it what it may still do'),
    expiresAt: z.string().describe('when the last of what you gave it ends'),
  })
  .meta({ id: 'OauthConsent' });
export type OauthConsent = z.infer<typeof OauthConsent>;
