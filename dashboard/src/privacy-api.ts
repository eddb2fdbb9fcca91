import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type PrivacyRequest = Schemas['PrivacyRequest'];
export type NewPrivacyRequest = Schemas['NewPrivacyRequest'];
export type RequestKind = PrivacyRequest['kind'];
export type RequestStatus = PrivacyRequest['status'];
export type Verification = NonNullable<PrivacyRequest['verification']>;
export type Refusal = NonNullable<PrivacyRequest['refusal']>;
export type Extension = NonNullable<PrivacyRequest['extension']>;
export type Receipt = NonNullable<PrivacyRequest['receipt']>;
export type Identity = NewPrivacyRequest['identities'][number];
export type Correction = NonNullable<NewPrivacyRequest['corrections']>[number];

export const REQUEST_KINDS = [
  'access',
  'portability',
  'rectification',
  'erasure',
  'restriction',
  'objection',
] as const satisfies readonly RequestKind[];
export const VERIFICATIONS = ['signed_in', 'document', 'known_person', 'mail_confirmed'] as const satisfies readonly Verification[];
export const REFUSALS = [
  'identity_not_verified',
  'manifestly_unfounded',
  'excessive',
  'legal_obligation',
  'rights_of_others',
] as const satisfies readonly Refusal[];
export const EXTENSIONS = ['complexity', 'number_of_requests'] as const satisfies readonly Extension[];

const BASE = '/api/v1/security/privacy-requests';

export const listPrivacyRequests = (cursor: string | undefined, signal: AbortSignal) =>
  bodyOf(client.GET(BASE, { params: { query: { limit: 50, cursor } }, signal }));

export const getPrivacyRequest = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET(`${BASE}/{id}`, { params: { path: { id } }, signal }));

export const createPrivacyRequest = (body: NewPrivacyRequest): Promise<PrivacyRequest> => bodyOf(client.POST(BASE, { body }));

export const verifyPrivacyRequest = (id: string, body: Schemas['PrivacyVerification']): Promise<PrivacyRequest> =>
  bodyOf(client.POST(`${BASE}/{id}/verify`, { params: { path: { id } }, body }));

export const extendPrivacyRequest = (id: string, reason: Extension): Promise<PrivacyRequest> =>
  bodyOf(client.POST(`${BASE}/{id}/extend`, { params: { path: { id } }, body: { reason } }));

export const refusePrivacyRequest = (id: string, reason: Refusal): Promise<PrivacyRequest> =>
  bodyOf(client.POST(`${BASE}/{id}/refuse`, { params: { path: { id } }, body: { reason } }));

export const endPrivacyRequest = (id: string): Promise<PrivacyRequest> =>
  bodyOf(client.POST(`${BASE}/{id}/end`, { params: { path: { id } }, body: {} }));

/** The data gathered for a person: one zip, and its name. */
export async function fetchPrivacyExport(id: string): Promise<{ file: Blob; name: string }> {
  const { data } = await settle(client.GET(`${BASE}/{id}/export`, { params: { path: { id } }, parseAs: 'blob' }));
  if (data === undefined) throw new Error('The export came without content.');
  return { file: data, name: `privacy-request-${id}.zip` };
}
