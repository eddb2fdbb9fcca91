import { z } from 'zod';
import { Name } from '../../platform/names.ts';

export const ClientKind = z.enum(['web', 'browser', 'native', 'service']).meta({
  description: 'with a server of its own, in a browser, on a device, or one that acts for nobody but itself',
});
export type ClientKind = z.infer<typeof ClientKind>;

export const ClientScope = z.enum(['ingest', 'read', 'admin', 'openid', 'profile', 'email', 'offline_access']);
export type ClientScope = z.infer<typeof ClientScope>;

const RedirectUris = z.array(z.string().min(1).max(500)).max(10).describe('where people are sent back to, compared character by character');
const PostLogoutRedirectUris = z
  .array(z.string().min(1).max(500))
  .max(10)
  .describe('where people may be sent after they signed out here, compared character by character');
const Scopes = z.array(ClientScope).min(1).max(7).describe('the most it may ask for');

export const NewOauthClient = z
  .strictObject({
    name: Name,
    kind: ClientKind,
    redirectUris: RedirectUris,
    postLogoutRedirectUris: PostLogoutRedirectUris.optional(),
    scopes: Scopes,
  })
  .meta({ id: 'NewOauthClient' });
export type NewOauthClient = z.infer<typeof NewOauthClient>;

export const OauthClientChange = z
  .strictObject({
    name: Name,
    redirectUris: RedirectUris,
    postLogoutRedirectUris: PostLogoutRedirectUris.optional().describe('left out, they stay as they are'),
    scopes: Scopes,
  })
  .meta({ id: 'OauthClientChange' });
export type OauthClientChange = z.infer<typeof OauthClientChange>;

export const OauthClient = z
  .object({
    id: z.string().describe('UUID; the client_id'),
    name: z.string(),
    kind: ClientKind,
    redirectUris: z.array(z.string()),
    postLogoutRedirectUris: z.array(z.string()),
    scopes: z.array(ClientScope),
    createdAt: z.string(),
    createdBy: z.string().describe('who registered it, as in the audit log'),
  })
  .meta({ id: 'OauthClient' });
export type OauthClient = z.infer<typeof OauthClient>;

export const CreatedOauthClient = OauthClient.extend({
  clientSecret: z.string().nullable().describe('the secret itself, shown this once; null for a client that cannot keep one'),
}).meta({ id: 'CreatedOauthClient' });
export type CreatedOauthClient = z.infer<typeof CreatedOauthClient>;

export const NewOauthClientSecret = z
  .strictObject({
    overlapHours: z.int().min(0).max(168).describe('how long the secrets before it stay good; 0 ends them at once'),
  })
  .meta({ id: 'NewOauthClientSecret' });
export type NewOauthClientSecret = z.infer<typeof NewOauthClientSecret>;

export const OauthClientSecret = z
  .object({
    clientSecret: z.string().describe('the new secret, shown this once'),
    previousUntil: z.string().describe('when the secrets before it end'),
  })
  .meta({ id: 'OauthClientSecret' });
export type OauthClientSecret = z.infer<typeof OauthClientSecret>;
