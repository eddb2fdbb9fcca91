import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Configuration, Provider } from 'oidc-provider';

/** What the provider says of whoever signs in there. */
export interface Subject {
  sub: string;
  email: string;
  email_verified?: boolean;
  name?: string;
}

export interface IdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who signs in from now on. */
  subject: Subject;
  /** What the last authorization request asked for. */
  asked: URLSearchParams;
  close(): void;
}

/** A real OpenID Connect provider on loopback, at which somebody is signed in already and consents to everything. */
export async function startIdentityProvider(callback: string, more: Configuration = {}): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const [clientId, clientSecret] = ['earshot', 's'.repeat(40)];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const started: IdentityProvider = {
    issuer,
    clientId,
    clientSecret,
    subject: { sub: 'nobody', email: 'nobody@example.com' },
    asked: new URLSearchParams(),
    close: () => void server.close(),
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'idp' }] },
    cookies: { keys: ['of the provider under test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...started.subject, sub }) }),
    ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    ...more,
  });
  const answer = provider.callback();
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/auth') started.asked = url.searchParams;
    if (!url.pathname.startsWith('/interaction/')) return answer(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: started.subject.sub, clientId });
    grant.addOIDCScope(String(params.scope));
    const consent = { grantId: await grant.save() };
    return provider.interactionFinished(request, response, { login: { accountId: started.subject.sub }, consent });
  };
  server.on('request', (request, response) => void serve(request, response));
  return started;
}
