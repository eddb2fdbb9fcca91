import pino from 'pino';
import { activeSpan } from './tracing.ts';

export type Logger = pino.Logger;

const SECRETS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'headers.authorization',
  'headers.cookie',
  'apiKey',
  '*.apiKey',
  'password',
  '*.password',
];

/** What database errors carry beside their message: the values of rows, and the whole connection. */
const UNSAID: readonly string[] = ['client', 'detail', 'where', 'internalQuery'];

function toLogged(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return Object.fromEntries(Object.entries(pino.stdSerializers.err(error)).filter(([name]) => !UNSAID.includes(name)));
}

/**
 * The process's log: one JSON object per line on stderr, so that stdout belongs to commands.
 * Authorization headers, cookies, API keys and passwords are removed; request bodies, addresses and the values of rows are never logged.
 */
export function openLog(level: string): Logger {
  const redact = { paths: SECRETS, censor: '[removed]' };
  // Finds a line's trace, and a trace's lines.
  const mixin = () => ({ traceId: activeSpan()?.spanContext().traceId });
  return pino({ level, mixin, redact, serializers: { err: toLogged }, base: undefined }, pino.destination(2));
}
