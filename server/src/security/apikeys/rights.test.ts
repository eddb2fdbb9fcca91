import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Scope, SCOPES } from '../../tenants/authorize.ts';
import { excessesOf, type KeyRights, type KeyState, refusalOf, requestLimit } from './rights.ts';

const own: KeyRights = {
  scopes: ['read', 'admin'],
  expiresAt: '2026-12-01T00:00:00.000Z',
  allowedNetworks: ['10.0.0.0/8', '2001:db8::/32'],
  requestsPerMinute: 100,
  serviceAccountId: null,
};
const unbound: KeyRights = { scopes: [...SCOPES], expiresAt: null, allowedNetworks: [], requestsPerMinute: null, serviceAccountId: null };
const pointers = (wanted: Partial<KeyRights>, by = own) => excessesOf({ ...by, ...wanted }, by).map(({ pointer }) => pointer);

/** What of the wanted rights one key may give: each where it is not too wide, its own otherwise. */
function narrowed(wanted: KeyRights, by: KeyRights): KeyRights {
  const names = Object.keys(wanted) as (keyof KeyRights)[];
  const allowed = names.filter((name) => excessesOf({ ...by, [name]: wanted[name] }, by).length === 0);
  return { ...by, ...Object.fromEntries(allowed.map((name) => [name, wanted[name]])) };
}

describe('a key made, changed or rotated by another key', () => {
  test.each<[string, Partial<KeyRights>, string[]]>([
    ['the same rights', {}, []],
    ['fewer scopes', { scopes: ['read'] }, []],
    ['a scope more', { scopes: ['read', 'ingest'] }, ['/scopes']],
    ['an earlier end', { expiresAt: '2026-11-30T23:59:59.999Z' }, []],
    ['the same end in another zone', { expiresAt: '2026-12-01T01:00:00+01:00' }, []],
    ['a later end', { expiresAt: '2026-12-01T00:00:00.001Z' }, ['/expiresAt']],
    ['no end', { expiresAt: null }, ['/expiresAt']],
    ['a part of its networks', { allowedNetworks: ['10.1.0.0/16'] }, []],
    ['one network outside', { allowedNetworks: ['10.1.0.0/16', '11.0.0.0/16'] }, ['/allowedNetworks']],
    ['a network around its own', { allowedNetworks: ['0.0.0.0/0'] }, ['/allowedNetworks']],
    ['every network', { allowedNetworks: [] }, ['/allowedNetworks']],
    ['fewer requests', { requestsPerMinute: 1 }, []],
    ['more requests', { requestsPerMinute: 101 }, ['/requestsPerMinute']],
    ["the tier's requests", { requestsPerMinute: null }, ['/requestsPerMinute']],
    ['a service account', { serviceAccountId: 'a' }, []],
  ])('with %s is judged by each right', (_, wanted, found) => {
    expect(pointers(wanted)).toEqual(found);
  });

  test('stays with the service account of the key that asks', () => {
    const bound = { ...own, serviceAccountId: 'a' };
    expect(pointers({ serviceAccountId: 'a' }, bound)).toEqual([]);
    for (const serviceAccountId of ['b', null]) expect(pointers({ serviceAccountId }, bound)).toEqual(['/serviceAccountId']);
  });

  test('may have anything when the key that asks is bound by nothing', () => {
    expect(pointers({ scopes: ['ingest'], serviceAccountId: 'a' }, unbound)).toEqual([]);
  });

  test('is never stronger through a chain of keys, however long', () => {
    const rights = fc.record<KeyRights>({
      scopes: fc.subarray<Scope>([...SCOPES], { minLength: 1 }),
      expiresAt: fc.constantFrom(null, '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'),
      allowedNetworks: fc.constantFrom([], ['10.0.0.0/8'], ['10.1.0.0/16'], ['10.1.0.0/16', '::/0'], ['0.0.0.0/0']),
      requestsPerMinute: fc.constantFrom(null, 1, 60),
      serviceAccountId: fc.constantFrom(null, 'a', 'b'),
    });
    fc.assert(
      fc.property(rights, rights, rights, (first, second, third) => {
        const middle = narrowed(second, first);
        expect(excessesOf(narrowed(third, middle), first)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a genuine key', () => {
  const state: KeyState = { isRevoked: false, isDisabled: false, endsAtMs: 1_000, allowedNetworks: ['203.0.113.0/24'] };
  const use = (more: Partial<KeyState>, nowMs = 999, address = '203.0.113.1') => refusalOf({ ...state, ...more }, nowMs, address);

  test('works until its end, from its networks', () => {
    expect(use({})).toBeUndefined();
    expect(use({ endsAtMs: undefined }, 1e15)).toBeUndefined();
    expect(use({ allowedNetworks: [] }, 999, 'anything')).toBeUndefined();
    expect(use({}, 999, '::ffff:203.0.113.1')).toBeUndefined();
  });

  test('is refused for the first of the reasons there are', () => {
    expect(use({}, 1_000)).toBe('expired');
    expect(use({}, 999, '203.0.114.1')).toBe('wrong_network');
    expect(use({}, 999, 'not an address')).toBe('wrong_network');
    expect(use({ isDisabled: true }, 1_000)).toBe('disabled');
    expect(use({ isRevoked: true, isDisabled: true }, 1_000)).toBe('revoked');
  });

  test("has the lower of its own limit and the tier's", () => {
    expect([requestLimit(600, 10), requestLimit(600, 700), requestLimit(0, 10)]).toEqual([10, 600, 10]);
  });
});
