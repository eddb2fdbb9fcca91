import type { FastifyReply, FastifyRequest } from 'fastify';

/** Who asks, as far as the browser tells. */
export interface Browser {
  address: string;
  userAgent: string;
  /** What the browser was given at a sign-in before, by which it is known again. */
  deviceToken: string | undefined;
  /** The session it carries; a new one takes its place. */
  sessionToken: string | undefined;
}

/** What a browser is given when it is signed in. */
export interface Tokens {
  token: string;
  expiresAtMs: number;
  /** Absent where the browser is not to be known again: one that was opened with an API key. */
  deviceToken?: string;
  deviceExpiresAtMs?: number;
}

const USER_AGENT_LENGTH = 400;
const ORGANISATION_SECONDS = 90 * 86_400;
const DEVICE_TOKEN = /^[\w-]{43}$/;

/** The session cookie's name. Over https browsers let no other host, and nothing sent in the clear, set one that begins with `__Host-`. */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-earshot_session' : 'earshot_session';
}

function deviceCookieName(secure: boolean): string {
  return secure ? '__Host-earshot_device' : 'earshot_device';
}

function organisationCookieName(secure: boolean): string {
  return secure ? '__Host-earshot_organisation' : 'earshot_organisation';
}

function attributes(secure: boolean) {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
}

/** What the request tells of the browser that sent it. */
export function browserOf(request: FastifyRequest, secure: boolean): Browser {
  const { cookies, headers, ip } = request;
  const deviceToken = cookies[deviceCookieName(secure)];
  return {
    address: ip,
    userAgent: (headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH),
    deviceToken: deviceToken !== undefined && DEVICE_TOKEN.test(deviceToken) ? deviceToken : undefined,
    sessionToken: cookies[sessionCookieName(secure)],
  };
}

/** Gives the browser its session, in cookies that scripts and other sites cannot use. */
export function setCookies(reply: FastifyReply, secure: boolean, tokens: Tokens): void {
  const { token, expiresAtMs, deviceToken, deviceExpiresAtMs } = tokens;
  void reply.setCookie(sessionCookieName(secure), token, { ...attributes(secure), expires: new Date(expiresAtMs) });
  if (deviceToken !== undefined && deviceExpiresAtMs !== undefined)
    void reply.setCookie(deviceCookieName(secure), deviceToken, { ...attributes(secure), expires: new Date(deviceExpiresAtMs) });
}

/** Has the browser remember by which connection it was signed in, so that the way back is shown to it. */
export function rememberOrganisation(reply: FastifyReply, secure: boolean, connectionId: string): void {
  void reply.setCookie(organisationCookieName(secure), connectionId, { ...attributes(secure), maxAge: ORGANISATION_SECONDS });
}

/** The connection by which this browser was signed in last. */
export function organisationOf({ cookies }: FastifyRequest, secure: boolean): string | undefined {
  return cookies[organisationCookieName(secure)];
}

/** Makes the browser forget its session; that it is known again stays. */
export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(sessionCookieName(secure), attributes(secure));
}
