import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Context } from '../../../server/src/platform/context.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';

import { builtInLists } from '../../../server/src/tracking/lists/rules.ts';
import { drainRequests } from '../../../server/src/tracking/counting/service.ts';
import { filterReason } from '../../../server/src/tracking/downloads/rules.ts';
import { openLogReader } from '../../../server/src/tracking/logs/rules.ts';
import { openLog } from '../../../server/src/tracking/logs/service.ts';
import { acceptEpisodeRequests } from '../../../server/src/tracking/requests/service.ts';
import { recordDay } from '../../prove/downloads/network.ts';
import { format, table } from '../figures.ts';
import { createBenchTenant, withBenchInstallation } from '../installation.ts';

const LISTENERS = 60_000;
const LINES_PER_BATCH = 1_000;
const ON_THE_WAY = 4;
const DAY_MS = 86_400_000;

/** A day in the combined format with the range behind it. */
function combinedLog(): string[] {
  const day = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return recordDay({ seed: 1, listeners: LISTENERS, day: `${day}T00:00:00.000Z` }).rows.map((row) => {
    const [date, time] = [row.timestamp.slice(0, 10), row.timestamp.slice(11, 19)];
    const at = `${date.slice(8)}/${months[Number(date.slice(5, 7)) - 1]}/${date.slice(0, 4)}:${time} +0000`;
    const { pathname, search } = new URL(row.url);
    const asked = `${row.method} ${pathname}${search} HTTP/1.1`;
    return `${row.ip} - - [${at}] "${asked}" ${row.status} ${row.bytesSent} "-" "${row.userAgent || '-'}" "${row.range || '-'}"`;
  });
}

async function eachLine(file: string, work: (line: string) => void): Promise<number> {
  const beganMs = performance.now();
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 18 }), crlfDelay: Infinity })) work(line);
  return (performance.now() - beganMs) / 1_000;
}

/** Reads each line and judges its request by itself and the lists. */
async function parseAndJudge(file: string): Promise<number> {
  const reader = openLogReader('auto');
  const lists = builtInLists();
  return eachLine(file, (line) => {
    const read = reader.read(line);
    if (read === undefined || 'fault' in read) return;
    const {
      occurredAt = '',
      ip = '',
      userAgent = null,
      method = 'GET',
      status = null,
      range = null,
      bytesSent = null,
      url = '',
    } = read.request;
    const atMs = Date.parse(occurredAt);
    const request = {
      at: occurredAt,
      ip,
      userAgent,
      method,
      status,
      range,
      bytesSent,
      url,
      durationSeconds: null,
      fileBytes: null,
      headerBytes: null,
    };
    filterReason(request, lists.agent(userAgent, atMs), lists.network(ip, atMs));
  });
}

async function importLines(context: Context, tenantId: string, lines: readonly string[]): Promise<number> {
  const actor = systemActor(tenantId);
  const beganMs = performance.now();
  const log = await openLog(context, actor, { format: 'auto', show: 'recorded', site: 'https://cdn.example' });
  // As the command has them: each is waited for in its turn, while the next are read.
  const onTheWay: Promise<unknown>[] = [];
  for (let from = 0; from < lines.length; from += LINES_PER_BATCH) {
    const items = lines.slice(from, from + LINES_PER_BATCH).flatMap((line) => {
      const read = log.read(line);
      return read !== undefined && 'item' in read ? [read.item] : [];
    });
    onTheWay.push(acceptEpisodeRequests(context, actor, items, log.origin()));
    if (onTheWay.length >= ON_THE_WAY) await onTheWay.shift();
  }
  await Promise.all(onTheWay);
  return (performance.now() - beganMs) / 1_000;
}

/** Lines of a log per second: counted alone, read and judged, imported, and counted as downloads. */
export async function benchLogs(): Promise<string> {
  const lines = combinedLog();
  return withBenchInstallation(async ({ context, folder }) => {
    const file = join(folder, 'access.log');
    writeFileSync(file, `${lines.join('\n')}\n`);
    await parseAndJudge(file);
    const [plain, judged] = [await eachLine(file, () => undefined), await parseAndJudge(file)];
    const { tenantId } = await createBenchTenant(context, 'logs');
    const imported = await importLines(context, tenantId, lines);
    const countBeganMs = performance.now();
    await drainRequests(context, 'system', tenantId);
    const counted = (performance.now() - countBeganMs) / 1_000;
    const row = (name: string, seconds: number) => [name, format(lines.length / seconds), format(seconds / plain, 1)];
    return [
      `${format(lines.length)} lines in the combined format, one process.`,
      '',
      ...table(
        ['what is done with each line', 'lines/s', 'times a plain count of the lines'],
        [
          row('counted, nothing else', plain),
          row('read and judged by itself and the lists', judged),
          row('read, hashed and stored, in the embedded PostgreSQL', imported),
          row('counted as downloads and made touchpoints, after it is stored', counted),
        ],
      ),
    ].join('\n');
  });
}
