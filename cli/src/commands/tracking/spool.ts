import { Command, Option } from 'commander';
import { spoolOfProcess } from '../../../../server/src/main.ts';
import { dropSpool, getSpoolStatus, retrySpool, type SpoolReport } from '../../../../server/src/tracking/draining/service.ts';
import { countText } from '../../count-text.ts';

const MOST_SHOWN = 20;

function describe({ waiting, oldestWaitingAt, aside, foreignSegments, damagedSegments, lost }: SpoolReport): string {
  const lines = [
    `${countText(waiting, 'request waits', 'requests wait')}${oldestWaitingAt === null ? '' : `, the oldest since ${oldestWaitingAt}`}.`,
  ];
  if (foreignSegments > 0)
    lines.push(`${foreignSegments} segments are aside, sealed under another secret: set EARSHOT_PREVIOUS_SECRET_KEY to it, then --retry.`);
  if (damagedSegments > 0)
    lines.push(`${damagedSegments} segments are aside, of which a part could not be read; the rest of them was taken.`);
  if (lost !== null)
    lines.push(`${countText(lost.count, 'request was', 'requests were')} lost from ${lost.firstAt} to ${lost.lastAt}: ${lost.reason}`);
  lines.push(`${countText(aside.length, 'request is', 'requests are')} aside.`);
  for (const { id, kind, attempts, triedAt, reason } of aside.slice(0, MOST_SHOWN))
    lines.push(`  ${kind} ${id}, tried ${attempts} times, last at ${triedAt}: ${reason}`);
  if (aside.length > MOST_SHOWN) lines.push(`  and ${aside.length - MOST_SHOWN} more; --json shows all`);
  return `${lines.join('\n')}\n`;
}

async function showSpool({ json, retry, drop }: { json?: boolean; retry?: boolean; drop?: boolean }): Promise<void> {
  const spool = spoolOfProcess();
  const retried = retry === true ? await retrySpool(spool, 'system') : undefined;
  const dropped = drop === true ? await dropSpool(spool, 'system') : undefined;
  const report = await getSpoolStatus(spool, 'system');
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ ...report, ...(retried && { retried }), ...(dropped && { dropped }) })}\n`);
    return;
  }
  process.stdout.write(describe(report));
  if (retried)
    process.stdout.write(`The server tries ${retried.records} requests and ${retried.segments} segments again within a second.\n`);
  if (dropped) process.stdout.write(`${dropped.records} requests and ${dropped.segments} segments that were aside are gone.\n`);
}

/** `earshot tracking spool`: what of public requests waits in the data folder, what is aside, and what was lost. */
export function spoolCommand(): Command {
  return new Command('spool')
    .description('show what of public requests waits to be counted, what is aside and what was lost; needs no database')
    .option('--retry', 'have everything that is aside tried once more')
    .addOption(new Option('--drop', 'forget everything that is aside, for good').conflicts('retry'))
    .option('--json', 'print {"waiting","oldestWaitingAt","aside","foreignSegments","damagedSegments","lost"}')
    .action(showSpool);
}
