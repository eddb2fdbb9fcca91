import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';
import { SECURITY_EVENTS, type SecurityEventKind, SEVERITIES } from '../../platform/security-events.ts';

const KINDS = Object.keys(SECURITY_EVENTS) as [SecurityEventKind, ...SecurityEventKind[]];

export const Severity = z.enum(SEVERITIES);
export const EventKind = z.enum(KINDS);

/** Several values in one parameter, separated by commas. */
function commaList<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z
    .string()
    .max(2_000)
    .transform((text) => [...new Set(text.split(',').map((word) => word.trim()))])
    .pipe(z.array(z.enum(values, { error: `holds a value that is not one of ${values.join(', ')}` })).min(1));
}

export const EventQuery = PageQuery.extend({
  severity: commaList(SEVERITIES).optional().describe('info, low, medium, high; separated by commas'),
  kind: commaList(KINDS).optional().describe('kinds of events, separated by commas'),
});
export type EventFilter = Pick<z.output<typeof EventQuery>, 'severity' | 'kind'>;

export const SecurityEvent = z
  .object({
    id: z.string().describe('UUID'),
    occurredAt: z.string(),
    kind: EventKind,
    severity: Severity,
    text: z.string().describe('what the kind means, for people'),
    actor: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'SecurityEvent' });
export type SecurityEvent = z.infer<typeof SecurityEvent>;
