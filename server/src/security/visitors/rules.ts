import { AppError } from '../../platform/errors.ts';

/** What a person who is signed in must do before anything of a tenant opens. */
export type Need = 'second_factor' | 'enrolment' | 'tenant';

const WORDS: Record<Need, string> = {
  second_factor: 'Your second factor is still to come: send it to POST /api/v1/security/sessions/current/second-factor.',
  enrolment: 'This tenant asks its members for a second factor. Set yours up first, in your account.',
  tenant: 'You are not a member of the tenant this session acted in. Choose another one, or ask to be invited.',
};

/** The refusal of a tenant's rows to a person who must do something else first; `needs` says what, for programs. */
export function refuseUntil(need: Need): AppError {
  return new AppError(need === 'second_factor' ? 'unauthenticated' : 'forbidden', WORDS[need], { extensions: { needs: need } });
}
