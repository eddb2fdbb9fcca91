import { z } from 'zod';

export const AskFault = z.enum([
  'no_account',
  'not_allowed',
  'no_price',
  'cap_reached',
  'resting',
  'refused',
  'rate_limited',
  'failed',
  'rejected',
  'unreachable',
  'blocked',
  'too_slow',
  'unreadable',
  'ungrounded',
  'too_long',
]);
export type AskFault = z.infer<typeof AskFault>;
