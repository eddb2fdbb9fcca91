import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Application = Schemas['OauthClient'];
export type CreatedApplication = Schemas['CreatedOauthClient'];
export type ApplicationKind = Application['kind'];
export type ApplicationScope = Application['scopes'][number];
export type Consent = Schemas['OauthConsent'];

export const APPLICATION_KINDS = ['web', 'browser', 'native', 'service'] as const satisfies readonly ApplicationKind[];
export const PERSON_SCOPES = ['openid', 'profile', 'email', 'offline_access'] as const satisfies readonly ApplicationScope[];

export const listApplications = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/security/oauth-clients', { params: { query }, signal })));

/** Registers an application; the answer is the only copy of its secret. */
export const createApplication = (body: Schemas['NewOauthClient']): Promise<CreatedApplication> =>
  bodyOf(client.POST('/api/v1/security/oauth-clients', { body }));

export const changeApplication = (id: string, body: Schemas['OauthClientChange']): Promise<Application> =>
  bodyOf(client.PUT('/api/v1/security/oauth-clients/{id}', { params: { path: { id } }, body }));

/** Makes a new secret, while those before it stay good for so many hours. */
export const renewApplicationSecret = (id: string, overlapHours: number): Promise<Schemas['OauthClientSecret']> =>
  bodyOf(client.POST('/api/v1/security/oauth-clients/{id}/secrets', { params: { path: { id } }, body: { overlapHours } }));

export const deleteApplication = (id: string) => settle(client.DELETE('/api/v1/security/oauth-clients/{id}', { params: { path: { id } } }));

/** What the person who is signed in let applications do. */
export const listConsents = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/security/oauth-consents', { signal }));

export const withdrawConsent = (id: string) => settle(client.DELETE('/api/v1/security/oauth-consents/{id}', { params: { path: { id } } }));
