import { expect, test } from 'vitest';
import { ProblemError } from './api.ts';
import { faultsOf } from './faults.ts';

const refused = (...faults: [pointer: string, detail: string][]) =>
  new ProblemError(400, 'invalid_request', faults[0]?.[1] ?? 'No.', { faults: faults.map(([pointer, detail]) => ({ pointer, detail })) });

test('a fault stands at its field, without the name that only programs know', () => {
  const { at, rest } = faultsOf(refused(['/name', 'name must have at least 1 character']), ['name', 'scopes']);
  expect([at('name'), at('scopes'), rest]).toEqual(['Must have at least 1 character.', undefined, undefined]);
});

test('a fault in a list names the line, however the API writes its place', () => {
  expect(faultsOf(refused(['/uris/1', 'uris[1] is not an absolute address.']), ['uris']).at('uris')).toBe(
    'Line 2: Is not an absolute address.',
  );
  expect(faultsOf(refused(['/uris/0', 'uris.0 is missing']), ['uris']).at('uris')).toBe('Line 1: Is missing.');
});

test('a sentence that does not begin with its place stays whole', () => {
  expect(faultsOf(refused(['/uris', 'Name at least one address.']), ['uris']).at('uris')).toBe('Name at least one address.');
});

test('what belongs to no field of the form is told besides, and so is every other failure', () => {
  const stray = refused(['/name', 'name is missing'], ['/kind', 'kind is missing']);
  expect(faultsOf(stray, ['name']).rest).toBe('name is missing');
  expect(faultsOf(new Error('No network.'), ['name'])).toMatchObject({ rest: 'No network.' });
  expect(faultsOf(undefined, ['name']).rest).toBeUndefined();
});

test('what was sent in another shape stands at the field it came from', () => {
  const told = refused(['/people/1/email', 'people.1.email must be an e-mail address']);
  const { at, rest } = faultsOf(told, ['emails'], (pointer) => pointer.replace('/people/1/email', '/emails/0'));
  expect([at('emails'), rest]).toEqual(['Line 1: Must be an e-mail address.', undefined]);
});
