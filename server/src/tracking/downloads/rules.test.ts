import { describe, expect, test } from 'vitest';
import { type CountedAgent, type CountedNetwork, MAX_DAILY_PAIRS } from './filters.ts';
import { countAddress, filterReason, listenerEpisodeKey } from './rules.ts';
import type { EpisodeRequest } from './schema.ts';

const REQUEST: EpisodeRequest = {
  at: '2026-11-02T10:00:00Z',
  ip: '203.0.113.9',
  userAgent: 'Overcast/3.0',
  method: 'GET',
  status: 200,
  range: null,
  bytesSent: 9_000_000,
  url: 'https://host.example/ep.mp3',
  durationSeconds: 600,
  fileBytes: 9_000_000,
  headerBytes: 0,
};
const APP: CountedAgent = { class: 'app', isAutomated: false };
const HOME: CountedNetwork = { connectionType: 'household', isExcluded: false, isShared: false };
const HOST = { window: 'calendar_day', evidence: 'host_log_bytes' } as const;

describe('filterReason', () => {
  test('is undefined for a request that passes every rule', () => expect(filterReason(REQUEST, APP, HOME)).toBeUndefined());

  test.each([
    ['not_get', { method: 'HEAD' }, APP, HOME],
    ['not_modified', { status: 304 }, APP, HOME],
    ['failed_status', { status: 404 }, APP, HOME],
    ['probe_range', { range: 'bytes=0-1', status: 206 }, APP, HOME],
    ['watch', { userAgent: 'atc/1.0 watchOS/6.2' }, APP, HOME],
    ['bad_agent', { userAgent: null }, APP, HOME],
    ['bot', {}, { class: 'bot', isAutomated: true }, HOME],
    ['datacenter', {}, APP, { ...HOME, connectionType: 'datacenter' }],
    ['excluded_address', {}, APP, { ...HOME, isExcluded: true }],
  ] as const)('says %s', (reason, change, agent, network) => {
    expect(filterReason({ ...REQUEST, ...change }, agent, network)).toBe(reason);
  });

  test('gives the first reason in the order of the rules', () => {
    expect(filterReason({ ...REQUEST, method: 'HEAD', status: 404, userAgent: null }, APP, HOME)).toBe('not_get');
  });
});

describe('listeners', () => {
  test('are an address and a user agent; addresses of one /64 are one, the query of an episode counts for nothing', () => {
    const key = listenerEpisodeKey({ ...REQUEST, ip: '2001:db8::1', url: 'https://host.example/ep.mp3?a=1' });
    expect(listenerEpisodeKey({ ...REQUEST, ip: '2001:db8::ffff:2', url: 'https://host.example/ep.mp3#t' })).toBe(key);
    expect(listenerEpisodeKey({ ...REQUEST, ip: '2001:db8:0:1::1' })).not.toBe(key);
    expect(listenerEpisodeKey({ ...REQUEST, ip: '::ffff:203.0.113.9' })).toBe(listenerEpisodeKey(REQUEST));
  });

  test('six user agents behind one address are six', () => {
    const requests = Array.from({ length: 10 }, (_, place) => ({ ...REQUEST, userAgent: `Player/${place % 6}` }));
    const fates = countAddress(requests, HOME, HOST);
    expect(fates.filter((fate) => fate === 'download')).toHaveLength(6);
    expect(fates.filter((fate) => fate === 'repeat')).toHaveLength(4);
  });
});

describe('implausible volume', () => {
  const flood = Array.from({ length: MAX_DAILY_PAIRS + 1 }, (_, place) => ({ ...REQUEST, url: `https://host.example/${place}.mp3` }));
  const nextDay = { ...REQUEST, at: '2026-11-03T10:00:00Z' };

  test('takes out the day on which it happened and leaves the others', () => {
    const fates = countAddress([...flood, nextDay], HOME, HOST);
    expect(fates.slice(0, -1).every((fate) => fate === 'implausible_volume')).toBe(true);
    expect(fates.at(-1)).toBe('download');
  });

  test('is not seen in many requests for one episode, nor at an address where many people are known to be', () => {
    const play = Array.from({ length: MAX_DAILY_PAIRS + 1 }, () => REQUEST);
    expect(countAddress(play, HOME, HOST)[0]).toBe('download');
    expect(countAddress(flood, { isShared: true }, HOST).every((fate) => fate === 'download')).toBe(true);
  });
});
