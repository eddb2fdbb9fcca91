import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { etcdEnvironment, haproxyText, patroniText, type Seat } from './promotion/configuration.ts';

const seats: Seat[] = [1, 2, 3].map((place) => ({
  name: `seat-${place}`,
  folder: `/drill/seat-${place}`,
  ports: { postgres: 1_000 + place, link: 2_000 + place, rest: 3_000 + place, etcd: 4_000 + place, peer: 5_000 + place },
}));
const [seat] = seats;

interface Patroni {
  bootstrap: { dcs: Record<string, number | boolean> };
}

describe('the files for automatic promotion', () => {
  const text = patroniText(seat, seats, '/programs');
  const { ttl, loop_wait, retry_timeout, ...dcs } = (parse(text) as Patroni).bootstrap.dcs;

  test('a primary gives up before its lock runs out, as Patroni asks of the three times', () => {
    expect(Number(loop_wait) + 2 * Number(retry_timeout)).toBeLessThanOrEqual(Number(ttl));
  });

  test('nothing is committed that one machine alone has, and a PostgreSQL that died is replaced', () => {
    expect(dcs).toMatchObject({ synchronous_mode: true, synchronous_mode_strict: true, primary_start_timeout: 0 });
  });

  test('the drill leaves no address and no folder of the files as it is', () => {
    const [etcd, haproxy] = [JSON.stringify(etcdEnvironment(seat, seats)), haproxyText(6_000, seats)];
    for (const drilled of [text, etcd, haproxy])
      expect(drilled.replaceAll(/^#.*$/gm, '')).not.toMatch(/10\.0\.0\.|\/var\/|machine-|:5000\b/);
  });
});
