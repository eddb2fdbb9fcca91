import { describe, expect, test } from 'vitest';
import { AppError } from '../platform/errors.ts';
import { problemOf, STATUS_BY_CODE, toAppError, UNSTORABLE_DETAIL } from './problem.ts';

const failure = (code: string, message = 'secret words of the database') => Object.assign(new Error(message), { code });

describe('a failure of the database', () => {
  test.each(['08006', '53300', '57P01', '57P03', '58030', '40001', '40P01', '55P03', '25006', 'ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN'])(
    '%s is an outage: 503, with a time to try again',
    (code) => {
      const error = toAppError(failure(code));
      expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
      expect(error?.message).not.toContain('secret');
    },
  );

  test.each(['53100', 'ENOSPC'])('%s is a full disk, which is told, also as the cause of another refusal', (code) => {
    const told = { code: 'unavailable', retryAfterSeconds: 30, message: expect.stringContaining('disk') as string };
    expect(toAppError(failure(code))).toMatchObject(told);
    expect(toAppError(new AppError('unavailable', 'The spool cannot be written.', { cause: failure(code) }))).toMatchObject(told);
  });

  test.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('"%s" is an outage too, although it carries no code', (message) => {
    expect(toAppError(new Error(message))).toMatchObject({ code: 'unavailable' });
  });

  test.each(['22001', '22003', '22007', '22008', '22021', '22P05', '23514', '54000'])('%s is a value no column takes: 400', (code) => {
    expect(toAppError(failure(code))).toMatchObject({ code: 'invalid_request', message: UNSTORABLE_DETAIL });
  });

  test.each(['42P01', '42501', '22012', '23503', '23505', 'XX000', 'P0001'])('%s is a fault of ours and stays opaque', (code) => {
    expect(toAppError(failure(code))).toBeUndefined();
  });
});

test('what is thrown as a plain error or as no error at all stays opaque', () => {
  for (const thrown of [new Error('x'), new TypeError('y'), 'text', undefined, null, 5]) expect(toAppError(thrown)).toBeUndefined();
});

test('a problem document has type, title, status, code and detail, and what the error adds', () => {
  const errors = [{ pointer: '/a', detail: 'b' }];
  expect(problemOf(new AppError('invalid_request', 'A sentence.', { errors, extensions: { accepted: 0 } }))).toEqual({
    type: 'urn:earshot:problem:invalid_request',
    title: 'The request is not valid',
    status: 400,
    code: 'invalid_request',
    detail: 'A sentence.',
    errors,
    accepted: 0,
  });
  for (const [code, status] of Object.entries(STATUS_BY_CODE)) {
    expect(problemOf(new AppError(code as keyof typeof STATUS_BY_CODE, 'x'))).toMatchObject({ code, status });
    expect(status).toBeGreaterThanOrEqual(400);
  }
});
