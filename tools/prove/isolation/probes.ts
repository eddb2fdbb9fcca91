import { probeFunctions, probeInterference, probeReferences } from './interference.ts';
import { probeFuture, probePartitions, probePeople, probePowers, probePurposes } from './powers.ts';
import { probeFlips, probeKeptPlans, probeLabels, probeOwnRows, probeReads, probeWrites } from './rows.ts';
import type { Site } from './site.ts';

const PROBES: readonly ((site: Site) => Promise<string[]>)[] = [
  probeOwnRows,
  probeReads,
  probeWrites,
  probeLabels,
  probeFlips,
  probeKeptPlans,
  probePartitions,
  probePeople,
  probePurposes,
  probePowers,
  probeFuture,
  probeFunctions,
  probeReferences,
  probeInterference,
];

/**
 * Tries every way we know of to reach another tenant's rows, as every login, in every relation the catalogue names; tells what got through.
 * The other tenant's rows are gone afterwards.
 */
export async function probeIsolation(site: Site): Promise<string[]> {
  const breaches: string[] = [];
  for (const probe of PROBES) breaches.push(...(await probe(site)));
  return [...new Set(breaches)];
}
