import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, invalid } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { clip } from '../platform/schema-faults.ts';

/** Which methods the application's routes answer to, by address. */
export interface KnownRoutes {
  methodsAt(path: string): string[];
}

/** Notes every route that is added from now on. */
export function noteRoutes(app: App): KnownRoutes {
  const routes: { pattern: RegExp; methods: string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const source = url.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/:[A-Za-z]+/g, '[^/]+');
    routes.push({ pattern: new RegExp(`^${source}$`), methods: [method].flat() });
  });
  return {
    methodsAt: (path) => [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))],
  };
}

/** Refuses a request that no route answers: the method where the address is known, else the address. */
export function refuseUnknown(known: KnownRoutes, request: FastifyRequest, reply: FastifyReply): never {
  const methods = known.methodsAt(request.url.split('?', 1)[0]);
  if (methods.length === 0) throw new AppError('not_found', 'There is nothing at this address. See /docs for what there is.');
  void reply.header('allow', methods.join(', '));
  throw new AppError('method_not_allowed', `This address answers to ${methods.join(', ')}, not to ${request.method}. See /docs.`);
}

function checkText(place: string, value: unknown): void {
  if (typeof value === 'string' && value.includes('\0'))
    throw invalid(place, `${place} holds the character U+0000, which cannot be stored; remove it.`);
}

/** Refuses an address that no schema should meet: a parameter given more than once, or one with U+0000 in it. */
export function checkAddress(request: FastifyRequest): void {
  for (const [name, value] of Object.entries(request.query ?? {})) {
    const place = clip(name);
    if (Array.isArray(value)) throw invalid(place, `${place} stands ${value.length} times in the address; send it once.`);
    checkText(place, value);
  }
  // What no route answers has one parameter, the rest of the address, which is called "*".
  for (const [name, value] of Object.entries(request.params ?? {})) checkText(name === '*' ? 'address' : name, value);
}
