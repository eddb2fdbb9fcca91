import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import type { Context } from '../../platform/context.ts';
import { createPageLimit } from './answers.ts';

const from = (ip: string) => ({ ip }) as FastifyRequest;

test('whoever has a /64 of IPv6 is one reader, and a neighbour another', () => {
  const limit = createPageLimit({ clock: () => 0 } as Context);
  for (let count = 0; count < 120; count += 1) limit(from(`2001:db8:1:2::${count.toString(16)}`));
  expect(() => limit(from('2001:db8:1:2:ffff::1'))).toThrow('Too many pages');
  limit(from('2001:db8:1:3::1'));
  limit(from('203.0.113.9'));
});
