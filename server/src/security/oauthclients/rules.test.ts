import { describe, expect, test } from 'vitest';
import { apiScopesOf, buildSecret, checkClient, hashSecret, orderedScopes, redirectFault } from './rules.ts';
import type { ClientKind } from './schema.ts';

describe('an address that people are sent back to', () => {
  test.each<[ClientKind, string]>([
    ['web', 'https://rp.example/cb'],
    ['web', 'http://localhost:3000/cb'],
    ['browser', 'https://rp.example'],
    ['native', 'http://127.0.0.1/cb'],
    ['native', 'http://[::1]/cb'],
    ['native', 'com.example.app:/cb'],
  ])('may be, for a %s client, %s', (kind, uri) => {
    expect(redirectFault(kind, uri)).toBeUndefined();
  });

  test.each<[ClientKind, string]>([
    ['web', 'rp.example/cb'],
    ['web', '/cb'],
    ['web', 'http://rp.example/cb'],
    ['web', 'https://rp.example/cb#part'],
    ['web', 'https://rp.example/cb#'],
    ['web', 'https://me@rp.example/cb'],
    ['web', 'https://*.example/cb'],
    ['web', 'https://rp.example/ cb'],
    ['web', 'com.example.app:/cb'],
    ['browser', 'javascript:alert(1)'],
    ['browser', 'data:text/html,x'],
    ['native', 'https://rp.example/cb'],
    ['native', 'javascript:alert(1)'],
    ['native', 'app:/cb'],
    ['native', 'http://rp.example/cb'],
  ])('is refused, for a %s client, as %s', (kind, uri) => {
    expect(redirectFault(kind, uri)).toMatch(/^(is|must) .*\.$/);
  });
});

test('a service sends nobody back and asks for nothing about a person; every other client sends people back', () => {
  const uri = 'https://rp.example/cb';
  expect(() => checkClient('service', { redirectUris: [], scopes: ['read'] })).not.toThrow();
  expect(() => checkClient('service', { redirectUris: [uri], scopes: ['read'] })).toThrow(/leave redirectUris empty/);
  expect(() => checkClient('service', { redirectUris: [], scopes: ['read', 'openid'] })).toThrow(/"openid" is about a person/);
  expect(() => checkClient('web', { redirectUris: [], scopes: ['read'] })).toThrow(/at least one address/);
  expect(() => checkClient('web', { redirectUris: [uri, 'http://x.example'], scopes: ['read'] })).toThrow(/redirectUris\[1\]/);
});

test('scopes are written in one order, each once', () => {
  expect(orderedScopes(['openid', 'read', 'read', 'ingest'])).toEqual(['ingest', 'read', 'openid']);
  expect(apiScopesOf(['openid', 'admin', 'read'])).toEqual(['read', 'admin']);
});

test('a secret can be told by its beginning, and its hash by nothing', () => {
  const secret = buildSecret('x'.repeat(43));
  expect(secret).toBe(`earshot_secret_${'x'.repeat(43)}`);
  expect(hashSecret(secret)).toHaveLength(32);
  expect(hashSecret(`${secret}y`)).not.toEqual(hashSecret(secret));
});
