import { expect, test } from 'vitest';
import { audited, auditedUrl } from './rules.ts';

test.each([
  ['https://receiver.example/hook', 'https://receiver.example/hook'],
  ['https://receiver.example/hook?token=hush', 'https://receiver.example/hook?[removed]'],
  ['https://receiver.example/?a=b#hush', 'https://receiver.example/?[removed]#[removed]'],
  ['https://name:hush@receiver.example:8443/a', 'https://[removed]@receiver.example:8443/a'],
  ['https://hush@receiver.example/', 'https://[removed]@receiver.example/'],
  ['no address', '[removed]'],
])('%s stands in the audit log as %s', (address, shown) => {
  expect(auditedUrl(address)).toBe(shown);
});

test('what is not an address stays as it is', () => {
  const change = { description: 'a?b', types: ['audit.checkpoint'], isEnabled: false };
  expect(audited(change)).toEqual(change);
  expect(audited({ ...change, url: 'https://a.example/?b' })).toEqual({ ...change, url: 'https://a.example/?[removed]' });
});
