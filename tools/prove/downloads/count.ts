import { getWaterfall } from '../../../server/src/attribution/waterfalls/service.ts';
import type { Waterfall } from '../../../server/src/attribution/waterfalls/schema.ts';
import type { Context } from '../../../server/src/platform/context.ts';
import type { Actor } from '../../../server/src/tenants/authorize.ts';
import { drainRequests } from '../../../server/src/tracking/counting/service.ts';
import { openLog } from '../../../server/src/tracking/logs/service.ts';
import { acceptEpisodeRequests } from '../../../server/src/tracking/requests/service.ts';
import { csvOf, type RecordedDay } from './network.ts';

const LINES_PER_BATCH = 1_000;

/** What the pipeline made of a recorded day. */
export interface CountedDay {
  waterfall: Waterfall;
  accepted: number;
  duplicates: number;
  rejected: number;
  touchpoints: number;
}

/** Puts a recorded day through reading, intake and counting; the part after half of it twice, as files that overlap have it. */
export async function countDay(context: Context, actor: Actor, day: RecordedDay): Promise<CountedDay> {
  const log = await openLog(context, actor, { format: 'auto', show: 'recorded' });
  const [header, ...lines] = csvOf(day);
  log.read(header);
  const sent = [...lines, ...lines.slice(Math.floor(lines.length / 2), Math.floor(lines.length * 0.6))];
  const sum = { accepted: 0, duplicates: 0, rejected: 0 };
  for (let from = 0; from < sent.length; from += LINES_PER_BATCH) {
    const items = sent.slice(from, from + LINES_PER_BATCH).flatMap((line) => {
      const read = log.read(line);
      return read !== undefined && 'item' in read ? [read.item] : [];
    });
    const { accepted, duplicates, rejected } = await acceptEpisodeRequests(context, actor, items, log.origin());
    sum.accepted += accepted;
    sum.duplicates += duplicates;
    sum.rejected += rejected.length;
  }
  const { downloads } = await drainRequests(context, 'system', actor.tenantId);
  return { ...sum, touchpoints: downloads, waterfall: await getWaterfall(context, actor, { show: 'recorded' }) };
}
