/** One answer as a browser gets it; it follows nothing by itself. */
export interface Visited {
  status: number;
  location: string | undefined;
  headers: Headers;
  text: string;
}

interface Cookie {
  name: string;
  value: string;
  path: string;
  sameSite: string;
}

export interface Visit {
  method?: string;
  /** Sent as a form. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
  /** The request comes from a page of another site. */
  isCrossSite?: boolean;
}

/** A browser as far as cookies go: it keeps them by path, and honours SameSite. */
export interface BrowserJar {
  visit(url: string, visit?: Visit): Promise<Visited>;
  set(name: string, value: string, sameSite: string): void;
}

function readCookie(line: string): Cookie & { isGone: boolean } {
  const [pair, ...attributes] = line.split('; ');
  const at = pair.indexOf('=');
  const attribute = (name: string) => attributes.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const value = pair.slice(at + 1);
  const isGone = value === '' || new Date(attribute('expires') ?? '2100-01-01').getTime() < Date.UTC(2000, 0);
  return {
    name: pair.slice(0, at),
    value,
    path: attribute('path') ?? '/',
    sameSite: (attribute('samesite') ?? 'lax').toLowerCase(),
    isGone,
  };
}

/** A browser without any cookie yet. */
export function openJar(): BrowserJar {
  const cookies = new Map<string, Cookie>();
  const isSent = (cookie: Cookie, url: URL, { method = 'GET', isCrossSite = false }: Visit) =>
    url.pathname.startsWith(cookie.path) && (!isCrossSite || (cookie.sameSite === 'lax' && method === 'GET'));
  return {
    set: (name, value, sameSite) => void cookies.set(name, { name, value, path: '/', sameSite }),
    async visit(address, visit = {}) {
      const { method = visit.form ? 'POST' : 'GET', form, headers = {} } = visit;
      const sent = [...cookies.values()].filter((cookie) => isSent(cookie, new URL(address), { ...visit, method }));
      const body = form && new URLSearchParams(form).toString();
      const response = await fetch(address, {
        method,
        redirect: 'manual',
        headers: {
          ...(sent.length > 0 ? { cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') } : {}),
          ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      });
      for (const line of response.headers.getSetCookie()) {
        const { isGone, ...cookie } = readCookie(line);
        if (isGone) cookies.delete(cookie.name + cookie.path);
        else cookies.set(cookie.name + cookie.path, cookie);
      }
      const { status, headers: answered } = response;
      return { status, location: answered.get('location') ?? undefined, headers: answered, text: await response.text() };
    },
  };
}
