import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from './database.ts';
import type { Answer, Sending } from './http.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const DAY_MS = 86_400_000;
const at = (ms: number) => new Date(ms).toISOString();
const LONG = 'x'.repeat(201);

const touchpoint = (more: object = {}) => ({
  touchpoints: [{ id: 'bad', occurredAt: '2026-11-01T09:00:00Z', kind: 'click', identity: { userId: 'u' }, ...more }],
});
const conversion = (more: object = {}) => ({
  conversions: [{ id: 'bad', occurredAt: '2026-11-01T09:00:00Z', kind: 'purchase', identity: { userId: 'u' }, ...more }],
});
const credit = (more: object = {}) => ({ paths: [{ touchpoints: [], convertedAt: '2026-11-02T00:00:00Z', ...more }] });

const touches = (count: number) => Array.from({ length: count }, () => ({ key: 'a', occurredAt: '2026-11-01T00:00:00Z' }));

/** A body as text in which one value is spelled by hand. */
function spelled(body: object, value: string): string {
  return JSON.stringify(body).replace('"?"', value);
}

function nested(levels: number): string {
  return spelled(touchpoint({ metadata: { deep: '?' } }), `${'['.repeat(levels)}${']'.repeat(levels)}`);
}

interface Bad extends Sending {
  method?: string;
  path: string;
  status?: number;
  code?: string;
  says: RegExp;
}

async function expectRefused({ method, path, status = 400, code = 'invalid_request', says, ...sending }: Bad): Promise<Answer> {
  const before = await world.rowCounts();
  const answer = await world.send(method ?? (sending.body === undefined ? 'GET' : 'POST'), path, sending);
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.json).toMatchObject({ status, code, detail: expect.stringMatching(says) as string });
  expect(await world.rowCounts()).toEqual(before);
  return answer;
}

describe('options of a report that make no sense are refused with what would', () => {
  test.each<[string, string, RegExp]>([
    [
      'an unknown model',
      'report?model=magic',
      /^"magic" is not a model .* send one of first_touch, .* position_based, markov, shapley, hazard, or a model of your own\.$/,
    ],
    [
      'an unknown model among several',
      'compare?models=linear,magic',
      /^"magic" is not a model .* send one of first_touch, .* hazard, or a model of your own\.$/,
    ],
    ['a lookback of 0 days', 'report?lookbackDays=0', /^lookbackDays must be at least 1\.$/],
    ['a lookback of 400 days', 'report?lookbackDays=400', /^lookbackDays must be at most 90\.$/],
    ['a lookback of NaN', 'report?lookbackDays=NaN', /^lookbackDays must be a number of days\.$/],
    ['a lookback of Infinity', 'report?lookbackDays=Infinity', /^lookbackDays must be /],
    ['half a day', 'report?lookbackDays=1.5', /^lookbackDays must be a whole number of days\.$/],
    ['a span that ends before it begins', 'report?from=2026-11-02&to=2026-11-01', /^"from" lies after "to"; exchange them/],
    ['a day that no month has', 'report?from=2026-02-30', /^from must be a day/],
    ['a word as an instant', 'report?from=now', /^from must be a day/],
    ['infinity as an instant', 'report?to=infinity', /^to must be a day/],
    ['an instant without a zone', 'report?to=2026-11-01T00:00:00', /^to must be a day .* with a zone/],
    ['a year before there were computers', 'report?from=0000-01-01', /1970/],
    ['a year of five digits by its zone', 'report?to=9999-12-31T23:59:59-23:59', /1970 to 2999/],
    ['an unknown currency', 'report?currency=XXZ', /^currency is not an ISO 4217 currency/],
    ['an unknown grouping', 'report?groupBy=listener', /^groupBy must be one of campaign, channel/],
    ['shares above 1 together', 'report?firstShare=0.7&lastShare=0.7', /^firstShare and lastShare are more than 1 together/],
    ['an unknown parameter', 'report?lookback=30', /^Unknown parameter "lookback"; remove it\.$/],
    ['an unknown parameter where there are none', 'status?verbose=1', /^Unknown parameter "verbose"; remove it\.$/],
    ['a parameter given twice', 'report?model=linear&model=linear', /^model stands 2 times in the address; send it once\.$/],
    ['U+0000 in a parameter', 'report?exclude=utm:%00', /^exclude holds the character U\+0000/],
    ['an exclusion of nothing', 'report?exclude=everybody', /^exclude.0 must hold priorCustomers/],
  ])('%s', async (_, query, says) => {
    await expectRefused({ path: `/attribution/${query}`, says });
  });

  test('and a parameter left empty, as forms send it, is one left out', async () => {
    expect((await world.send('GET', '/attribution/report?model=&from=')).json).toMatchObject({ model: 'linear', from: null });
  });
});

describe('an event that cannot be taken is refused with its reason, and nothing of it is stored', () => {
  const halfWrong = { kind: 'glance', occurredAt: '2019-01-01T00:00:00Z', identity: {}, arm: 'control', x: 1 };
  const worthless = { valueMinor: -1, identity: { ip: 'nowhere' }, isNewCustomer: 1 };
  test.each<[string, object, string[]]>([
    ['a touchpoint', touchpoint(halfWrong), ['/arm', '/identity', '/kind', '/occurredAt', '/x']],
    ['a conversion', conversion(worthless), ['/currency', '/identity/ip', '/isNewCustomer', '/valueMinor']],
  ])('every fault of %s is told at once, each with its place in it', async (_, body, places) => {
    const path = 'touchpoints' in body ? '/touchpoints' : '/conversions';
    const { json } = await world.send('POST', path, { body });
    const { rejected } = json as { rejected: { detail: string; errors: { pointer: string; detail: string }[] }[] };
    const [{ detail, errors }] = rejected;
    expect(errors[0].detail).toBe(detail);
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(places);
  });

  test.each<[string, object, RegExp]>([
    ['a negative value', conversion({ valueMinor: -1, currency: 'USD' }), /valueMinor must not be negative; send a refund instead\.$/],
    ['a fraction of a cent', conversion({ valueMinor: 1.5, currency: 'USD' }), /valueMinor must be a whole number of minor units/],
    ['"NaN" as a value', conversion({ valueMinor: 'NaN', currency: 'USD' }), /valueMinor must be a whole number/],
    ['a number as text', conversion({ valueMinor: '5', currency: 'USD' }), /valueMinor must be a whole number/],
    ['null for a number', conversion({ valueMinor: null, currency: 'USD' }), /valueMinor must be a whole number/],
    ['true for a number', conversion({ valueMinor: true, currency: 'USD' }), /valueMinor must be a whole number/],
    ['a list for a number', conversion({ valueMinor: [5], currency: 'USD' }), /valueMinor must be a whole number/],
    ['a value over 2^53', conversion({ valueMinor: 2 ** 53, currency: 'USD' }), /valueMinor must be /],
    ['a value beyond what money can be', conversion({ valueMinor: 1e12 + 1, currency: 'USD' }), /valueMinor must be at most 1000000000000/],
    ['an unknown currency', conversion({ valueMinor: 1, currency: 'QQQ' }), /currency is not an ISO 4217 currency; .* such as USD/],
    ['a currency in lower case', conversion({ valueMinor: 1, currency: 'usd' }), /currency is not an ISO 4217 currency/],
    ['a value without a currency', conversion({ valueMinor: 1 }), /currency is missing/],
    ['1 for true', conversion({ isNewCustomer: 1 }), /isNewCustomer must be a boolean, not a number/],
    ['no identity', touchpoint({ identity: {} }), /identity needs at least one of ip/],
    ['an unknown field', touchpoint({ price: 1 }), /unknown field "price"; remove it/],
    ['an unknown kind', touchpoint({ kind: 'glance' }), /kind must be one of download, impression/],
    ['a number as an id', touchpoint({ id: 7 }), /id must be a string, not a number/],
    ['an id of 201 characters', touchpoint({ id: LONG }), /id has at most 200 characters/],
    ['an empty id', touchpoint({ id: '' }), /id must not be empty/],
    ['an id with a line break', touchpoint({ id: 'a\nb' }), /id must not hold control characters/],
    ['an id that no address can carry', touchpoint({ id: '..' }), /id must not be "." or ".."/],
    ['no instant', touchpoint({ occurredAt: undefined }), /occurredAt /],
    ['an instant without a zone', touchpoint({ occurredAt: '2026-11-01T09:00:00' }), /occurredAt must be an RFC 3339 instant with a zone/],
    ['infinity', touchpoint({ occurredAt: 'infinity' }), /occurredAt must be an RFC 3339 instant/],
    ['now', touchpoint({ occurredAt: 'now' }), /occurredAt must be an RFC 3339 instant/],
    ['a leap second', touchpoint({ occurredAt: '2016-12-31T23:59:60Z' }), /occurredAt must be an RFC 3339 instant/],
    ['an instant as a number', touchpoint({ occurredAt: NOW_MS }), /occurredAt must be an RFC 3339 instant/],
    ['an address that is none', touchpoint({ identity: { ip: '300.1.1.1' } }), /identity.ip must be an IPv4 or IPv6 address/],
    [
      'an e-mail address instead of its hash',
      touchpoint({ identity: { emailSha256: 'a@b.example' } }),
      /identity.emailSha256 must be the SHA-256/,
    ],
    ['an arm without a test', touchpoint({ arm: 'control' }), /arm needs a test/],
    ['too much metadata', touchpoint({ metadata: { a: 'x'.repeat(8_192) } }), /metadata has more than 8192 characters/],
    ['an inexact number in metadata', touchpoint({ metadata: { order: 2 ** 53 } }), /metadata holds a number beyond 2\^53/],
    ['a number in metadata that no machine holds', touchpoint({ metadata: { list: [{ order: 1e300 }] } }), /holds a number beyond 2\^53/],
    ['metadata that is a list', touchpoint({ metadata: [] }), /metadata must be an object, not a list/],
  ])('%s', async (_, body, says) => {
    const path = 'touchpoints' in body ? '/touchpoints' : '/conversions';
    const answer = await expectRefused({ path, body, says });
    expect(answer.json).toMatchObject({
      detail: expect.stringMatching(/^Nothing was stored: /) as string,
      errors: [{ pointer: expect.stringMatching(/^\/(touchpoints|conversions)\/0$/) as string }],
      accepted: 0,
      rejected: [{ index: 0, code: 'invalid' }],
    });
  });

  test('more than 24 hours in the future, to the millisecond', async () => {
    const answer = await expectRefused({
      path: '/touchpoints',
      body: touchpoint({ occurredAt: at(NOW_MS + DAY_MS + 1) }),
      says: /24 hours in the future/,
    });
    expect(answer.json).toMatchObject({ rejected: [{ code: 'in_future' }] });
    const edge = await world.send('POST', '/touchpoints', { body: touchpoint({ id: 'edge-future', occurredAt: at(NOW_MS + DAY_MS) }) });
    expect(edge.json).toMatchObject({ accepted: 1 });
  });

  test('more than 400 days old, to the millisecond', async () => {
    const answer = await expectRefused({
      path: '/conversions',
      body: conversion({ occurredAt: at(NOW_MS - 400 * DAY_MS - 1) }),
      says: /400 days back/,
    });
    expect(answer.json).toMatchObject({ rejected: [{ code: 'too_old' }] });
    const edge = await world.send('POST', '/conversions', { body: conversion({ id: 'edge-old', occurredAt: at(NOW_MS - 400 * DAY_MS) }) });
    expect(edge.json).toMatchObject({ accepted: 1 });
  });

  test('a batch of 1,001, of none, and one that is no list', async () => {
    const many = { touchpoints: Array.from({ length: 1_001 }, (_, place) => ({ ...touchpoint().touchpoints[0], id: `many-${place}` })) };
    await expectRefused({
      path: '/touchpoints',
      body: many,
      status: 413,
      code: 'too_large',
      says: /holds 1001 items; send 1 to 1000 at a time/,
    });
    await expectRefused({ path: '/touchpoints', body: { touchpoints: [] }, says: /holds 0 items; send 1 to 1000/ });
    await expectRefused({ path: '/conversions', body: { conversions: {} }, says: /"conversions" must be a list of 1 to 1000 items/ });
    await expectRefused({
      path: '/conversions',
      body: { ...conversion(), more: 1 },
      says: /Unknown field "more"; the body has one field, "conversions"/,
    });
    await expectRefused({ path: `/conversions/${world.mine.conversion}/refunds`, body: { refunds: [] }, says: /holds 0 items/ });
  });

  test('a refund of a negative amount, of a conversion without value, of one that is not there', async () => {
    const refunds = (more: object) => ({ refunds: [{ id: 'bad', occurredAt: '2026-11-12T10:00:00Z', valueMinor: 1, ...more }] });
    const own = `/conversions/${world.mine.conversion}/refunds`;
    await expectRefused({ path: own, body: refunds({ valueMinor: -5 }), says: /valueMinor must not be negative/ });
    await expectRefused({ path: own, body: refunds({ occurredAt: at(NOW_MS + 2 * DAY_MS) }), says: /in the future/ });
    const free = `/conversions/${encodeURIComponent(`${world.mine.conversion}/free`)}/refunds`;
    await expectRefused({ path: free, body: refunds({}), says: /This conversion has no value/ });
    await expectRefused({
      path: '/conversions/never/refunds',
      body: refunds({}),
      status: 404,
      code: 'not_found',
      says: /no such conversion/,
    });
  });
});

describe('a body that cannot be read is refused before anything looks at its content', () => {
  const malformed = { path: '/touchpoints', code: 'malformed_request' };
  test.each<[string, Bad]>([
    ['40 levels of nesting', { ...malformed, body: nested(40), says: /nested deeper than 20 levels/ }],
    ['100,000 levels of nesting', { ...malformed, body: nested(100_000), says: /nested deeper than 20 levels/ }],
    ['a NUL byte in a text', { ...malformed, body: spelled(touchpoint({ campaign: '?' }), String.raw`"a\u0000b"`), says: /U\+0000/ }],
    [
      'a NUL byte in a key',
      { ...malformed, body: spelled(touchpoint({ metadata: { k: '?' } }), String.raw`{"\u0000":1}`), says: /U\+0000/ },
    ],
    ['a raw NUL byte', { ...malformed, body: spelled(touchpoint({ campaign: '?' }), '"a\0b"'), says: /not valid JSON/ }],
    [
      'half a surrogate pair',
      { ...malformed, body: spelled(touchpoint({ id: '?' }), String.raw`"\ud800"`), says: /half of a surrogate pair/ },
    ],
    ['a key twice', { ...malformed, body: '{"touchpoints":[],"touchpoints":[]}', says: /The key "touchpoints" stands twice/ }],
    ['a key twice, once in disguise', { ...malformed, body: String.raw`{"a":1,"\u0061":2}`, says: /The key "a" stands twice/ }],
    [
      'a key that is no name',
      { ...malformed, body: spelled(touchpoint({ metadata: '?' }), '{"__proto__":{"a":1}}'), says: /"__proto__" is not taken/ },
    ],
    ['bytes that are not UTF-8', { ...malformed, body: Uint8Array.of(0x7b, 0xff, 0x7d), says: /not valid UTF-8/ }],
    ['UTF-16', { ...malformed, body: new Uint8Array(Buffer.from('\ufeff{}', 'utf16le')), says: /not valid UTF-8/ }],
    ['NaN as a number', { ...malformed, body: spelled(conversion({ valueMinor: '?' }), 'NaN'), says: /not valid JSON/ }],
    ['truncated JSON', { ...malformed, body: '{"touchpoints":[{', says: /not valid JSON/ }],
    ['an empty body', { ...malformed, code: 'invalid_request', body: '', says: /The body must be an object \{"touchpoints"/ }],
    ['a list', { ...malformed, code: 'invalid_request', body: '[]', says: /The body must be an object/ }],
    ['null', { ...malformed, code: 'invalid_request', body: 'null', says: /The body must be an object/ }],
    [
      'another kind of content',
      {
        ...malformed,
        status: 415,
        code: 'unsupported_media_type',
        body: 'a,b',
        headers: { 'content-type': 'text/csv' },
        says: /Content-Type: application\/json/,
      },
    ],
    [
      'a form',
      {
        ...malformed,
        status: 415,
        code: 'unsupported_media_type',
        body: 'a=b',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        says: /application\/json/,
      },
    ],
    [
      'more than 4 MiB',
      { ...malformed, status: 413, code: 'too_large', body: ' '.repeat(4 * 1_048_576 + 1), says: /larger than 4 MiB; send fewer events/ },
    ],
    ['an empty body where a key is made', { path: '/security/api-keys', body: '', says: /^The body is empty; send JSON\.$/ }],
  ])('%s', async (_, bad) => {
    await expectRefused(bad);
  });

  test('more than 200 keys in one object, and 200 are taken', async () => {
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, place) => [`k${place}`, 1]));
    await expectRefused({ ...malformed, body: touchpoint({ metadata: keys(201) }), says: /more than 200 keys/ });
    const taken = await world.send('POST', '/touchpoints', { body: touchpoint({ id: 'keys', metadata: keys(200) }) });
    expect(taken.json).toMatchObject({ accepted: 1 });
  });

  test('an answer repeats only a little of a hostile request', async () => {
    const name = 'n'.repeat(1_000_000);
    for (const body of [
      `{"${name}":1}`,
      `{"${name}":1,"${name}":2}`,
      JSON.stringify(touchpoint({ [name]: 1 })),
      JSON.stringify(touchpoint({ metadata: { [name]: 1 } })),
    ]) {
      const answer = await world.send('POST', '/touchpoints', { body });
      expect(answer.status).toBe(400);
      expect(answer.text.length).toBeLessThan(2_000);
    }
    const answer = await world.send('POST', '/security/api-keys', { body: `{"${name}":1}` });
    expect(answer.text.length).toBeLessThan(2_000);
  });
});

describe('paths that cannot be credited are refused by their place', () => {
  test.each<[string, object, string, RegExp]>([
    ['an unknown model', { ...credit(), models: ['magic'] }, '/models/0', /is not a model/],
    ['a lookback of 0', { ...credit(), lookbackDays: 0 }, '/lookbackDays', /at least 1/],
    ['a number as text', credit({ valueMinor: '5' }), '/paths/0/valueMinor', /whole number/],
    ['null for a number', { ...credit(), halfLifeDays: null }, '/halfLifeDays', /must be a number, not null/],
    ['a value over 2^53', credit({ valueMinor: 2 ** 53 + 2 }), '/paths/0/valueMinor', /must be/],
    [
      'a touchpoint after its conversion',
      credit({ touchpoints: [{ key: 'a', occurredAt: '2026-11-03T00:00:00Z' }] }),
      '/paths/0/touchpoints/0/occurredAt',
      /lies after the conversion/,
    ],
    ['an instant in the year 10000', credit({ convertedAt: '9999-12-31T23:59:59-01:00' }), '/paths/0/convertedAt', /RFC 3339/],
    ['no paths', { paths: [] }, '/paths', /must hold a path/],
    ['1,001 paths', { paths: Array.from({ length: 1_001 }, () => credit().paths[0]) }, '/paths', /at most 1000 paths/],
    ['1,001 touchpoints', credit({ touchpoints: touches(1_001) }), '/paths/0/touchpoints', /at most 1000 touchpoints/],
    [
      '4,001 touchpoints under five models',
      {
        paths: [
          ...Array.from({ length: 4 }, () => ({ ...credit().paths[0], touchpoints: touches(1_000) })),
          { ...credit().paths[0], touchpoints: touches(1) },
        ],
      },
      '/paths',
      /^paths holds more than 20000 touchpoints, times models, together; send fewer paths at a time, or ask for fewer models\.$/,
    ],
    ['an unknown field', { ...credit(), 'a/b~c': 1 }, '/a~1b~0c', /Unknown field "a\/b~c"/],
  ])('%s', async (_, body, pointer, says) => {
    const answer = await expectRefused({ path: '/attribution/credit', body, says });
    expect((answer.json as { errors: { pointer: string }[] }).errors[0].pointer).toBe(pointer);
  });
});

describe('catalog entries that make no sense are refused', () => {
  test.each<[string, string, unknown, RegExp]>([
    [
      'spend without a currency',
      '/campaigns/x',
      { spendMinor: 5 },
      /^currency belongs together with spendMinor and budgetMinor: send it with one of them/,
    ],
    ['negative spend', '/campaigns/x', { spendMinor: -5, currency: 'USD' }, /spendMinor must not be negative/],
    ['spend as text', '/campaigns/x', { spendMinor: '5', currency: 'USD' }, /spendMinor must be whole minor units/],
    ['a name of blanks', '/campaigns/x', { name: '   ' }, /name must not be empty/],
    ['a name of 201 characters', '/shows/x', { name: LONG }, /name has at most 200 characters/],
    ['a key of 201 characters', `/episodes/${LONG}`, {}, /key has at most 200 characters/],
    ['a key that holds U+0000', '/shows/a%00b', {}, /key holds the character U\+0000/],
    [
      'a code that grows too long in upper case',
      `/campaigns/x/codes/${encodeURIComponent('ß'.repeat(51))}`,
      {},
      /at most 100 characters in upper case/,
    ],
    ['a code of blanks', '/campaigns/x/codes/%20', {}, /code must not be empty/],
    ['a show that is a number', '/campaigns/x/codes/y', { show: 5 }, /show must be a string, not a number/],
  ])('%s', async (_, path, body, says) => {
    await expectRefused({ method: 'PUT', path, body, says });
  });

  test('a page of nothing, of too much, and a cursor that is not ours', async () => {
    await expectRefused({ path: '/campaigns?limit=0', says: /^limit must be at least 1\.$/ });
    await expectRefused({ path: '/campaigns?limit=201', says: /^limit must be at most 200\.$/ });
    await expectRefused({ path: '/shows?limit=many', says: /^limit must be a number/ });
    const encode = (text: string) => Buffer.from(text).toString('base64url');
    for (const cursor of ['%', 'a b', encode('a\0b'), `${encode('a')}=`]) {
      await expectRefused({ path: `/episodes?cursor=${encodeURIComponent(cursor)}`, says: /cursor is not one of ours/ });
    }
    for (const cursor of ['x', world.mine.unusedKeyId.toUpperCase(), "' or 1=1"])
      await expectRefused({ path: `/security/api-keys?cursor=${encode(cursor)}`, says: /cursor is not one of ours/ });
    for (const cursor of ['1 x', 'x', '0000-01-01T00:00:00.000Z x', '2026-11-01T00:00:00.000Z', 'infinity                 x'])
      await expectRefused({ path: `/conversions?cursor=${encode(cursor)}`, says: /cursor is not one of ours/ });
  });
});
