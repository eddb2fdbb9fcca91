import { z } from 'zod';

/** What a program sends along with a person who wants to sign out (RP-Initiated Logout 1.0, 2); the rest is not looked at. */
export const SignOutQuery = z.object({
  id_token_hint: z.string().min(1).max(4_096).optional(),
  client_id: z.string().min(1).max(100).optional(),
  post_logout_redirect_uri: z.string().min(1).max(500).optional(),
  state: z.string().max(2_048).optional(),
});
export type SignOutQuery = z.infer<typeof SignOutQuery>;

/** What the sign-out page sends: what it was made for, the token that seals it, and what the person decided. */
export const SignOutForm = z.strictObject({
  clientId: z.string().max(100).optional(),
  redirectUri: z.string().max(500).optional(),
  state: z.string().max(2_048).optional(),
  token: z.string().max(100),
  decision: z.enum(['sign_out', 'stay']),
});
export type SignOutForm = z.infer<typeof SignOutForm>;
