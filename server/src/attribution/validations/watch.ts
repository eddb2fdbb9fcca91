import { createHash } from 'node:crypto';
import type { TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { type ObservedConversion, openCollector } from '../fits/collecting.ts';
import { crowdSpanOf, namesOf } from '../fits/names.ts';
import { arrange, watch, type Watched, withRows } from '../fits/observing.ts';
import { peopleOf } from '../fits/people.ts';
import { MOST_DEVICES } from '../paths/match.ts';

/** A purchase as a stored path tells it: its person, and which touchpoints it holds. */
export interface Purchase extends ObservedConversion {
  touchpointIds: readonly string[];
}

/** A world as the tenant's own fits watch it. */
export interface Watch {
  watched: Watched;
  /** How many people are watched; each has a number from 0. */
  people: number;
  /** By stretch, whose it is. */
  personOfRow: Int32Array;
  /** By purchase, whose it is; −1 for nobody who is watched. */
  personOf: Int32Array;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest();
const deviceOf = (address: string, agent: string) => hashOf(`${address} ${agent}`).toString('hex');

function hashesOf(ids: readonly string[]): DataView {
  const bytes = new Uint8Array(8 * ids.length);
  ids.forEach((id, place) => bytes.set(hashOf(id).subarray(0, 8), 8 * place));
  return new DataView(bytes.buffer);
}

/** Tells, of an event at an address, whether more devices were seen there in its span than a household has. */
function openCrowds(touchpoints: readonly TouchpointEvidence[]): (event: TouchpointEvidence) => boolean {
  const spanOf = ({ addressKey, occurredAtMs }: TouchpointEvidence) => `${addressKey} ${crowdSpanOf(occurredAtMs)}`;
  const agents = new Map<string, Set<string>>();
  for (const event of touchpoints) {
    if (event.addressKey === undefined || event.agentKey === undefined) continue;
    const seen = agents.get(spanOf(event)) ?? new Set();
    agents.set(spanOf(event), seen.add(event.agentKey));
  }
  return (event) => (agents.get(spanOf(event))?.size ?? 0) > MOST_DEVICES;
}

const EXPOSURES: ReadonlySet<TouchpointEvidence['kind']> = new Set(['download', 'impression', 'click']);

/** Numbers people in the order of their stretches. */
export function numberPeople(watched: Watched): { people: number; personOfRow: Int32Array; numbers: Map<number, number> } {
  const numbers = new Map<number, number>();
  const personOfRow = Int32Array.from(watched.person, (person) => {
    const number = numbers.get(person) ?? numbers.size;
    numbers.set(person, number);
    return number;
  });
  return { people: numbers.size, personOfRow, numbers };
}

/** Watches a world by the code that watches a tenant's people for its fits; units are places among the campaigns. */
export function watchWorld(
  touchpoints: readonly TouchpointEvidence[],
  purchases: readonly Purchase[],
  campaigns: readonly string[],
  lookbackMs: number,
): Watch {
  const collector = openCollector();
  for (const purchase of purchases) collector.addConversion(purchase, hashesOf(purchase.touchpointIds));
  const isCrowded = openCrowds(touchpoints);
  for (const event of touchpoints) {
    if (!EXPOSURES.has(event.kind)) continue;
    const id = hashOf(event.id);
    const place = { idHigh: id.readInt32BE(0), idLow: id.readInt32BE(4), unit: event.campaign ?? '' };
    collector.addExposure({ ...namesOf(event, isCrowded(event), deviceOf), atMs: event.occurredAtMs, ...place });
  }
  const seen = collector.finish();
  const known = peopleOf(seen);
  const { units, ...events } = arrange(seen, known);
  const placeOf = Int32Array.from(units, (unit) => campaigns.indexOf(unit));
  const exposures = { ...events.exposures, unit: events.exposures.unit.map((unit) => placeOf[unit]) };
  const watched = watch({ ...events, units, exposures }, lookbackMs);
  const { people, personOfRow, numbers } = numberPeople(watched);
  let next = 0;
  const personOf = Int32Array.from(purchases, ({ person }) => {
    if (person === 0) return -1;
    next += 1;
    return numbers.get(known.ofConversion[next - 1]) ?? -1;
  });
  return { watched, people, personOfRow, personOf };
}

/** The stretches of a watch, those of each person as often as `times` says; once when left out. */
export function observationsOf({ watched, personOfRow }: Watch, times?: Uint8Array) {
  if (times === undefined) return watched;
  const rows: number[] = [];
  personOfRow.forEach((person, row) => {
    for (let time = 0; time < times[person]; time += 1) rows.push(row);
  });
  return withRows(watched, rows);
}
