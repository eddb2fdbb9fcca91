import type { Socket } from 'node:net';
import { AppError } from '../platform/errors.ts';
import { problemOf, STATUS_BY_CODE } from './problem.ts';

interface ClientError extends Error {
  code?: string;
}

interface Refusal {
  status: number;
  reason: string;
  error: AppError;
}

function refusalOf(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const error = new AppError('too_large', 'The header fields are larger than 16 KiB together; send fewer or shorter ones.');
    return { status: 431, reason: 'Request Header Fields Too Large', error };
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const error = new AppError('malformed_request', 'The request did not arrive completely within 10 seconds; send it again.');
    return { status: 408, reason: 'Request Timeout', error };
  }
  const error = new AppError('malformed_request', 'This is not well-formed HTTP.');
  return { status: STATUS_BY_CODE.malformed_request, reason: 'Bad Request', error };
}

/** What keeps a browser from taking a refusal for anything else, where the request never came as far as the fields of all answers. */
export const BARE_FIELDS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** Answers what could not even be read as HTTP with a problem document, and ends the connection: what follows on it cannot be trusted. */
export function refuseMalformedHttp({ code }: ClientError, socket: Socket): void {
  if (code === 'ECONNRESET' || socket.destroyed) return;
  const { status, reason, error } = refusalOf(code);
  const body = JSON.stringify({ ...problemOf(error), status });
  if (socket.writable) {
    const head = [
      `HTTP/1.1 ${status} ${reason}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      ...Object.entries(BARE_FIELDS).map(([name, value]) => `${name}: ${value}`),
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}
