import { z } from 'zod';

/** What a program that asks for audio is. `unknown` names none of the others, and is no reason to filter. */
export const AGENT_CLASSES = ['bot', 'app', 'library', 'browser', 'unknown'] as const;
export type AgentClass = (typeof AGENT_CLASSES)[number];

/** What kind of device a program runs on. */
export const DEVICE_KINDS = ['mobile', 'computer', 'smart_speaker', 'smart_tv', 'watch', 'auto'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** Lists of patterns that user agents, or referrers, are compared with, in their order. */
export const PATTERN_KINDS = ['bots', 'apps', 'libraries', 'browsers', 'devices', 'referrers'] as const;
export type PatternKind = (typeof PATTERN_KINDS)[number];

/** Lists of address ranges. */
export const RANGE_KINDS = ['networks', 'asns', 'countries', 'exclusions', 'shared_addresses'] as const;
export type RangeKind = (typeof RANGE_KINDS)[number];

/** Every list there is: patterns, address ranges, the kinds of networks of autonomous systems, and the prefixes of other services. */
export const LIST_KINDS = [...PATTERN_KINDS, ...RANGE_KINDS, 'asn_types', 'prefixes'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** The list that a file of this name holds, such as `bots.json`; undefined for other names. */
export function kindOfFile(name: string): ListKind | undefined {
  const [, stem] = /^([a-z_]+)\.(?:json|csv|txt)$/i.exec(name) ?? [];
  return LIST_KINDS.find((kind) => kind === stem?.toLowerCase());
}

const ListVersion = z
  .object({
    id: z.int().describe('grows with each version of any list'),
    kind: z.enum(LIST_KINDS),
    source: z.string().describe('the address or the name of the file it was read from'),
    licence: z.string().nullable().describe('what its publisher asks of those who use it'),
    entries: z.int(),
    effectiveFrom: z.string().describe('from when on it holds'),
    loadedAt: z.string(),
    checkedAt: z.string().describe('when it was loaded, or last looked through'),
    ageDays: z.int().describe('whole days since checkedAt'),
    warning: z.string().nullable().describe('set when it is old enough to be looked after'),
  })
  .meta({ id: 'ListVersion' });
export type ListVersion = z.infer<typeof ListVersion>;

export const ListOverview = z
  .object({
    builtIn: z.object({ version: z.string(), note: z.string() }).describe('what comes with Earshot and answers where no list does'),
    items: z.array(ListVersion).describe('the version of each list that holds now'),
  })
  .meta({ id: 'ListOverview' });
export type ListOverview = z.infer<typeof ListOverview>;
