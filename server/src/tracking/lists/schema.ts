import { z } from 'zod';

/** What a program that asks for audio is. `unknown` names none of the others, and is no reason to filter. */
export const AGENT_CLASSES = ['bot', 'app', 'library', 'browser', 'unknown'] as const;
export type AgentClass = (typeof AGENT_CLASSES)[number];

/** What kind of device a program runs on. */
export const DEVICE_KINDS = ['mobile', 'computer', 'smart_speaker', 'smart_tv', 'watch', 'auto'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** How much of a user agent is read; what follows says no more of the program. */
export const MAX_READ_CHARACTERS = 1_024;

/** Lists of patterns that user agents are compared with, in their order. */
export const PATTERN_KINDS = ['bots', 'apps', 'libraries', 'browsers', 'devices'] as const;
export type PatternKind = (typeof PATTERN_KINDS)[number];

/** Lists of address ranges. */
export const RANGE_KINDS = ['networks', 'asns', 'countries', 'exclusions', 'shared_addresses'] as const;
export type RangeKind = (typeof RANGE_KINDS)[number];

/** Every list there is: patterns, address ranges, and the kinds of networks of autonomous systems. */
export const LIST_KINDS = [...PATTERN_KINDS, ...RANGE_KINDS, 'asn_types'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** Lists that publishers of the others have beside them and that no look-up asks, and why. */
const UNUSED_LISTS: Readonly<Record<string, string>> = {
  prefixes: 'what a prefix is, Earshot knows of itself: by its host, or by the whole address that follows it',
  referrers: 'no count and no report goes by the pages that players ask from',
};

function stemOf(name: string): string | undefined {
  return /^([a-z_]+)\.(?:json|csv|txt)$/i.exec(name)?.[1].toLowerCase();
}

/** The list that a file of this name holds, such as `bots.json`; undefined for other names. */
export function kindOfFile(name: string): ListKind | undefined {
  const stem = stemOf(name);
  return LIST_KINDS.find((kind) => kind === stem);
}

/** Why the list that a file of this name holds is not taken; undefined for those that are, and for files that hold none. */
export function unusedReason(name: string): string | undefined {
  const stem = stemOf(name);
  return stem !== undefined && Object.hasOwn(UNUSED_LISTS, stem) ? UNUSED_LISTS[stem] : undefined;
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
