import { Secret } from 'otpauth';
import type { Context } from '../src/platform/context.ts';
import { codeAt } from '../src/security/mfa/rules.ts';
import type { OperatorAccess, OperatorSignIn } from '../src/security/operators/schema.ts';
import { createOperator, startOperatorSession } from '../src/security/operators/service.ts';
import { nextNumber } from './numbers.ts';

/** What an operator signs in with at this moment. */
export function signInOf(
  context: Pick<Context, 'clock'>,
  { email, password, totpUri }: Pick<OperatorAccess, 'email' | 'password' | 'totpUri'>,
  laterMs = 0,
): OperatorSignIn {
  const secret = Secret.fromBase32(new URL(totpUri).searchParams.get('secret') ?? '');
  return { email, password, code: codeAt(secret.bytes, context.clock() + laterMs) };
}

/** A new operator who may sign in. */
export async function createTestOperator(context: Context): Promise<OperatorAccess> {
  const number = nextNumber('operators');
  return createOperator(context, 'system', { email: `operator-${number}@platform.example`, name: `Operator ${number}` });
}

/** The token of a new operator who has signed in, each from an address of their own. */
export async function operatorToken(context: Context): Promise<string> {
  const access = await createTestOperator(context);
  const address = `203.0.113.${nextNumber('operator sessions') % 250}`;
  return (await startOperatorSession(context, 'public', signInOf(context, access), address)).token;
}
