import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createMinuteLimit } from '../../platform/minute-limit.ts';
import { countedAs } from '../../platform/networks.ts';
import type { Brand } from '../../tenants/brands/schema.ts';
import type { Page } from './page.ts';

/** Pages asked for from one address in a minute: more than people open, and nothing to those who guess. */
const MOST_A_MINUTE = 120;

/**
 * Counts who asks for pages, by address; of IPv6 by the /64, all of which is one reader's. What it makes throws AppError `rate_limited`
 * beyond 120 a minute.
 */
export function createPageLimit(context: Context): (request: FastifyRequest) => void {
  const limit = createMinuteLimit(MOST_A_MINUTE);
  return ({ ip }) => {
    if (!limit.take(countedAs(ip).one, context.clock()))
      throw new AppError('rate_limited', 'Too many pages were asked for from here; try again in a minute.', { retryAfterSeconds: 60 });
  };
}

/** What is kept by no cache, found by no search engine, and tells nobody where it stands. */
function unseen(reply: FastifyReply, policy: string): FastifyReply {
  reply.raw.removeHeader('content-security-policy');
  return reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  });
}

/** Answers a page. */
export function answerPage(reply: FastifyReply, { markup, policy }: Page): FastifyReply {
  return unseen(reply, policy).type('text/html; charset=utf-8').send(markup);
}

const OF_FILES = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A file to be kept. */
export interface PageFile {
  name: string;
  type: string;
  content: string | Buffer;
}

/** Answers such a file. */
export function answerFile(reply: FastifyReply, { name, type, content }: PageFile): FastifyReply {
  return unseen(reply, OF_FILES).header('content-disposition', `attachment; filename="${name}"`).type(type).send(content);
}

const OF_LOGOS = "default-src 'none'; frame-ancestors 'none'";

/** Answers a logo, by what its bytes are; nothing where there is none. */
export function answerLogo(reply: FastifyReply, logo: Brand['logo']): FastifyReply {
  if (logo === null) return unseen(reply.code(404), OF_LOGOS).type('text/plain; charset=utf-8').send('There is no logo.');
  return unseen(reply, OF_LOGOS).header('x-content-type-options', 'nosniff').type(logo.type).send(Buffer.from(logo.content, 'base64'));
}
