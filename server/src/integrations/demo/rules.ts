import { z } from 'zod';

const DAY_MS = 86_400_000;

export const DEMO_SLUG = 'demo';

/** The simulated world of the demo. */
export const DEMO_WORLD = { seed: 7, households: 2_500, days: 90 };

const DemoFile = z.object({
  tenantId: z.string(),
  apiKey: z.string(),
  signInKey: z.string(),
  /** When the simulated world begins; kept, so that a filling that goes on another day makes the same events. */
  startAt: z.string(),
  isFilled: z.boolean(),
});
export type DemoFile = z.infer<typeof DemoFile>;

/** What the data folder keeps of the demo; undefined when there is nothing, or nothing that can be read. */
export function readDemoFile(text: string | undefined): DemoFile | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return DemoFile.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The first instant of a world that ends with yesterday, so that the demo looks current and no event lies in the future. */
export function demoStart(nowMs: number): string {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  return new Date(today - DEMO_WORLD.days * DAY_MS).toISOString();
}

/** So many days before its end nothing that reports exposures did, so that there is an anomaly to look at. */
const OUTAGE_DAYS_BEFORE_END = 20;

/** What of the world's touchpoints reached the demo: all but the exposures of the day on which what reports them was silent. */
export function* withOutage<Item extends { kind: string; occurredAt: string }>(
  touchpoints: Iterable<Item>,
  startAt: string,
): Generator<Item> {
  const day = new Date(Date.parse(startAt) + (DEMO_WORLD.days - OUTAGE_DAYS_BEFORE_END) * DAY_MS).toISOString().slice(0, 10);
  for (const touchpoint of touchpoints)
    if (!touchpoint.occurredAt.startsWith(day) || (touchpoint.kind !== 'impression' && touchpoint.kind !== 'download')) yield touchpoint;
}

/** The items in runs of at most `size`, without holding more than one run. */
export function* chunksOf<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let chunk: Item[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
