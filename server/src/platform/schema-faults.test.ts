import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { clip, compileCheck } from './schema-faults.ts';

const Thing = z.strictObject({
  name: z.string().min(2),
  count: z.int().min(1).max(9).optional(),
  colour: z.enum(['red', 'blue']).optional(),
  id: z.uuid().optional(),
  tags: z.array(z.string()).max(1).optional(),
  rest: z.record(z.string().max(3), z.unknown()).optional(),
  own: z.string('must be written by hand').optional(),
  deep: z.strictObject({ 'a/b~c': z.boolean() }).optional(),
});

function refuse(value: unknown, httpPart = 'body', schema: z.ZodType = Thing): AppError {
  const checked = compileCheck({ schema, httpPart })(value);
  if (!('error' in checked)) throw new Error('was let pass');
  return checked.error;
}

describe('a fault is told as a sentence with its place', () => {
  test.each<[unknown, string, string]>([
    [{}, 'name is missing; send a string.', '/name'],
    [{ name: 5 }, 'name must be a string, not a number.', '/name'],
    [{ name: null }, 'name must be a string, not null.', '/name'],
    [{ name: ['x'] }, 'name must be a string, not a list.', '/name'],
    [{ name: 'a' }, 'name must have at least 2 characters.', '/name'],
    [{ name: 'ab', count: 0 }, 'count must be at least 1.', '/count'],
    [{ name: 'ab', count: 10 }, 'count must be at most 9.', '/count'],
    [{ name: 'ab', count: 1.5 }, 'count must be a whole number.', '/count'],
    [{ name: 'ab', colour: 'green' }, 'colour must be one of red, blue.', '/colour'],
    [{ name: 'ab', id: 'x' }, 'id must be a valid uuid.', '/id'],
    [{ name: 'ab', tags: ['a', 'b'] }, 'tags must hold at most 1 item.', '/tags'],
    [{ name: 'ab', tags: [1] }, 'tags.0 must be a string, not a number.', '/tags/0'],
    [{ name: 'ab', rest: { long: 1 } }, 'rest.long has a name that is not taken.', '/rest/long'],
    [{ name: 'ab', own: 1 }, 'own must be written by hand.', '/own'],
    [{ name: 'ab', deep: { 'a/b~c': 1 } }, 'deep.a/b~c must be a boolean, not a number.', '/deep/a~1b~0c'],
    [{ name: 'ab', more: 1 }, 'Unknown field "more"; remove it.', '/more'],
    [{ name: 'ab', deep: { 'a/b~c': true, more: 1 } }, 'deep: unknown field "more"; remove it.', '/deep/more'],
    [[], 'The body must be an object, not a list.', ''],
    [null, 'The body is empty; send JSON.', ''],
  ])('%j', (value, message, pointer) => {
    const error = refuse(value);
    expect(error).toBeInstanceOf(AppError);
    expect([error.code, error.message]).toEqual(['invalid_request', message]);
    expect(error.errors[0].pointer).toBe(pointer);
  });

  test('in an address or a header it is a parameter or a header, by its name', () => {
    expect(refuse({ name: 'ab', more: 1 }, 'querystring')).toMatchObject({
      message: 'Unknown parameter "more"; remove it.',
      errors: [{ pointer: '/more' }],
    });
    expect(refuse({ name: 'a' }, 'params').errors).toEqual([{ pointer: '/name', detail: 'name must have at least 2 characters' }]);
    expect(refuse({ name: 'ab', more: 1 }, 'headers').message).toBe('Unknown header "more"; remove it.');
  });
});

test('every fault is told, up to a hundred, and each unknown field has its own place', () => {
  expect(refuse({ name: 1, count: 0, x: 1, y: 1 }).errors.map(({ pointer }) => pointer)).toEqual(['/name', '/count', '/x', '/y']);
  const many = Array.from({ length: 500 }, () => 1);
  expect(refuse(many, 'body', z.array(z.string())).errors).toHaveLength(100);
});

test('what comes from the request is cut short, never inside a character', () => {
  expect(clip('x'.repeat(60))).toBe('x'.repeat(60));
  expect(clip('x'.repeat(61))).toBe(`${'x'.repeat(60)}…`);
  expect(clip(`${'x'.repeat(59)}\u{1f399}`.repeat(2)).isWellFormed()).toBe(true);
  const error = refuse({ name: 'ab', ['n'.repeat(100_000)]: 1 });
  expect(JSON.stringify([error.message, error.errors]).length).toBeLessThan(500);
});

test('a value the schema takes is handed on as the schema reads it', () => {
  expect(compileCheck({ schema: z.strictObject({ name: z.string().trim().default('none') }) })({ name: ' a ' })).toEqual({
    value: { name: 'a' },
  });
});
