import { expect, test } from 'vitest';
import { isLocal } from './local.ts';

test.each([
  'http://127.0.0.1:8080/e/abc/',
  'http://localhost/i.gif?p=1',
  '<script async src="http://[::1]:8080/t.js"></script>',
  'http://earshot.localhost:1/l/a',
])('%s leads to this machine alone', (text) => {
  expect(isLocal(text)).toBe(true);
});

test.each(['https://earshot.example/e/abc/', 'https://localhost.example/l/a', 'https://127.0.0.1.example/', 'https://10.0.0.5/e/a/'])(
  '%s leads elsewhere',
  (text) => {
    expect(isLocal(text)).toBe(false);
  },
);
