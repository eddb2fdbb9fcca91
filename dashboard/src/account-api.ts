import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type Session = Schemas['Session'];
export type CurrentSession = Schemas['CurrentSession'];
export type Me = Schemas['Me'];
export type OwnSession = Schemas['OwnSession'];
export type Enrolment = Schemas['Enrolment'];

/** Signs in by password, by an API key or to the demo; the server keeps the session in a cookie that scripts cannot read. */
export const signIn = (body: Schemas['SignIn']): Promise<Session> => bodyOf(client.POST('/api/v1/security/sessions', { body }));

export const giveSecondFactor = (body: Schemas['FactorCode']): Promise<Session> =>
  bodyOf(client.POST('/api/v1/security/sessions/current/second-factor', { body }));

export const askForReset = (email: string) => settle(client.POST('/api/v1/security/password/reset-requests', { body: { email } }));

export const choosePassword = (body: Schemas['PasswordReset']) => settle(client.POST('/api/v1/security/password/resets', { body }));

export const verifyEmail = (token: string) => settle(client.POST('/api/v1/security/verification', { body: { token } }));

export const renameMe = (name: string): Promise<Me> => bodyOf(client.PUT('/api/v1/security/people/me', { body: { name } }));

export const changeMyEmail = (email: string) => settle(client.PUT('/api/v1/security/people/me/email', { body: { email } }));

export const changePassword = (body: Schemas['PasswordChange']) => settle(client.PUT('/api/v1/security/password', { body }));

export const beginEnrolment = (): Promise<Enrolment> => bodyOf(client.POST('/api/v1/security/mfa/enrolment', {}));

export const confirmEnrolment = (code: string) => bodyOf(client.POST('/api/v1/security/mfa/confirmation', { body: { code } }));

export const renewRecoveryCodes = () => bodyOf(client.POST('/api/v1/security/mfa/recovery-codes', {}));

export const removeFactor = () => settle(client.DELETE('/api/v1/security/mfa', {}));

export const listSessions = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/security/sessions', { signal }));

export const endSessionOf = (id: string) => settle(client.DELETE('/api/v1/security/sessions/{id}', { params: { path: { id } } }));

export const endOtherSessions = () => settle(client.DELETE('/api/v1/security/sessions', {}));
