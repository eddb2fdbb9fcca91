import pino from 'pino';

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

/**
 * The process's log: one JSON object per line on stderr, so that stdout belongs to commands.
 * Authorization headers, cookies, API keys and passwords are removed; request bodies and addresses are never logged.
 */
export function openLog(level: string): Logger {
  return pino({ level, redact: { paths: SECRETS, censor: '[removed]' }, base: undefined }, pino.destination(2));
}
