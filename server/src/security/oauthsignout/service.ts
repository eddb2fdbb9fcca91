import type { Provider } from 'oidc-provider';
import { recordAuditOfIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import type { SignOutView } from '../oauth/pages.ts';
import { destinationOf, formTarget, isSameText, personHinted } from '../oauth/rules.ts';
import { findClientIn } from '../oauthartifacts/service.ts';
import type { FoundClient } from '../oauthartifacts/store.ts';
import { endOnlineGrantsIn } from '../oauthgrants/service.ts';
import { findSignedIn } from '../oauthstanding/service.ts';
import { endSessionIn } from '../sessions/service.ts';
import { audienceOf, destinationAfter, type Purpose, signOutToken } from './rules.ts';
import type { SignOutForm, SignOutQuery } from './schema.ts';

/** What to show somebody who comes to sign out; `destination` is where they go on to without a page. */
export type SignOutShown =
  | { state: 'signed_out'; destination: string | undefined }
  | { state: 'undecided'; view: SignOutView; formTarget: string };

/** A request to sign out, with the program that it was proven to come from. */
interface Proven {
  purpose: Purpose;
  client: FoundClient | undefined;
  personId: string | undefined;
}

function noHint(cause?: unknown): AppError {
  const detail = 'id_token_hint is not an ID token of this server, or its program is gone. Send one that the program was given here.';
  return new AppError('invalid_request', detail, { errors: [{ pointer: '/id_token_hint', detail }], cause });
}

/** The program and the person that an ID token names, which may have expired but must be ours. */
async function prove(context: Context, provider: Provider, hint: string): Promise<{ client: FoundClient; personId: string | undefined }> {
  const clientId = audienceOf(hint);
  const known = clientId === undefined ? undefined : await provider.Client.find(clientId);
  const client = known && (await inAuth(context.db, (tx) => findClientIn(context, tx, known.clientId)));
  if (!known || !client) throw noHint();
  await provider.IdToken.validate(hint, known).catch((cause: unknown) => {
    throw noHint(cause);
  });
  return { client, personId: personHinted(hint) };
}

async function read(context: Context, provider: Provider, query: SignOutQuery): Promise<Proven> {
  const { id_token_hint: hint, client_id: clientId, post_logout_redirect_uri: redirectUri, state } = query;
  const proof = hint === undefined ? undefined : await prove(context, provider, hint);
  if (proof && clientId !== undefined && clientId !== proof.client.id)
    throw invalid('/client_id', 'client_id is not the program that id_token_hint was given to. Leave it out, or send its own.');
  if (redirectUri !== undefined && !proof)
    throw invalid('/id_token_hint', 'post_logout_redirect_uri needs an id_token_hint, which proves that the program asks.');
  if (redirectUri !== undefined && proof?.client.postLogoutRedirectUris.includes(redirectUri) !== true)
    throw invalid(
      '/post_logout_redirect_uri',
      'This address is not among the postLogoutRedirectUris of the program. Register it as it is.',
    );
  const purpose = { clientId: proof?.client.id, redirectUri, state: redirectUri === undefined ? undefined : state };
  return { purpose, client: proof?.client, personId: proof?.personId };
}

function tokenOf(context: Context, purpose: Purpose, sessionToken: string): string {
  return signOutToken(deriveKey(context.sealingKey, 'oauth-sign-out'), purpose, sessionToken);
}

/**
 * What to show somebody whom a program, or nobody in particular, sends here to sign out. Nothing ends without their decision.
 * @throws AppError `invalid_request` for a hint that is not ours, an address that is not registered for the program, or one without a hint;
 * `forbidden` when the hint is about another person than the one who is signed in.
 */
export async function describeSignOut(
  context: Context,
  _actor: 'public',
  provider: Provider,
  { query, sessionToken }: { query: SignOutQuery; sessionToken: string | undefined },
): Promise<SignOutShown> {
  const { purpose, client, personId } = await read(context, provider, query);
  const person = await findSignedIn(context, 'public', sessionToken);
  if (!person || sessionToken === undefined) return { state: 'signed_out', destination: destinationAfter(purpose) };
  if (personId !== undefined && personId !== person.id)
    throw new AppError('forbidden', `The app asks to sign out another account. You stay signed in here as ${person.email}.`);
  const destination = purpose.redirectUri === undefined ? undefined : destinationOf(purpose.redirectUri);
  const view = { clientName: client?.name, person, destination, purpose, token: tokenOf(context, purpose, sessionToken) };
  return { state: 'undecided', view, formTarget: purpose.redirectUri === undefined ? '' : formTarget(purpose.redirectUri) };
}

/** How a sign-out came out: whether the session ended, and where the person goes; undefined where no program waits for them. */
export interface SignOutResult {
  isEnded: boolean;
  destination: string | undefined;
}

/**
 * Takes down what a person decided. Signing out ends their session, and with it what they gave the program that asked for as long as they
 * are there; what it may do while they are away stays until they take it back.
 * @throws AppError `forbidden` when the form is not the one that this session was shown, or its address is no longer registered.
 */
export async function decideSignOut(
  context: Context,
  _actor: 'public',
  { form, sessionToken }: { form: SignOutForm; sessionToken: string | undefined },
): Promise<SignOutResult> {
  const { clientId, redirectUri, state, token, decision } = form;
  const purpose: Purpose = { clientId, redirectUri, state };
  const person = await findSignedIn(context, 'public', sessionToken);
  if (!person || sessionToken === undefined || !isSameText(token, tokenOf(context, purpose, sessionToken)))
    throw new AppError('forbidden', 'This page belongs to another session. Go back to the app and sign out again.');
  return inAuth(context.db, async (tx) => {
    const client = clientId === undefined ? undefined : await findClientIn(context, tx, clientId);
    if (redirectUri !== undefined && client?.postLogoutRedirectUris.includes(redirectUri) !== true)
      throw new AppError('forbidden', 'The app has changed where it sends people. Go back to it and sign out again.');
    const destination = destinationAfter(purpose);
    if (decision === 'stay') return { isEnded: false, destination };
    await endSessionIn(tx, sessionToken);
    if (client) {
      const ended = await endOnlineGrantsIn(tx, person.id, client.id);
      const entry = { actor: `member:${person.id}`, action: 'oauth_client.sign_out', target: client.id, after: { ended } };
      await recordAuditOfIn(tx, client.tenantId, entry);
    }
    return { isEnded: true, destination };
  });
}
