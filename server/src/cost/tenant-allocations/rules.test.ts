import { describe, expect, test } from 'vitest';
import { wasThereIn } from './rules.ts';

describe('a tenant was there in November', () => {
  test.each([
    ['made long before', '2025-03-01T10:00:00.000Z', null, true],
    ['made in its last moment', '2026-11-30T23:59:59.999Z', null, true],
    ['made as December began', '2026-12-01T00:00:00.000Z', null, false],
    ['made long after', '2027-01-15T08:00:00.000Z', null, false],
    ['closed in it', '2026-01-01T00:00:00.000Z', '2026-11-01T00:00:00.001Z', true],
    ['closed after it', '2026-01-01T00:00:00.000Z', '2026-12-24T00:00:00.000Z', true],
    ['closed as it began', '2026-01-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', false],
    ['closed before it', '2026-01-01T00:00:00.000Z', '2026-10-31T23:59:59.999Z', false],
    ['made and closed in it', '2026-11-10T00:00:00.000Z', '2026-11-11T00:00:00.000Z', true],
  ])('%s: %s, closed %s', (_how, createdAt, closedAt, there) => {
    expect(wasThereIn('2026-11', { createdAt, closedAt })).toBe(there);
  });
});
