import { aimTable, format, table } from '../figures.ts';
import { withBenchInstallation } from '../installation.ts';
import { measureRates } from './rates.ts';
import { replay } from './replay.ts';
import { BATCH } from './sending.ts';

const AIM_PER_SECOND = 10_000;

/** How fast usage is counted, and whether a replay with repeats and kills comes out exact. Resolves with Markdown. */
export async function benchUsage(): Promise<string> {
  return withBenchInstallation(async (installation) => {
    const { ours, bare } = await measureRates(installation);
    const told = await replay(installation);
    const text = [
      ...table(
        ['batches of 500, 8 at once', 'events/s'],
        [
          ['checked, stored and summed (in process)', format(ours)],
          ['a bare table with the same key, nothing summed', format(bare)],
          ['ratio', `${format(ours / bare, 2)}×`],
        ],
      ),
      '',
      ...table(
        ['replay over HTTP (simulated events)', ''],
        [
          ['events sent, repeats among them', format(told.sent)],
          ['kills of the server (SIGKILL)', String(told.kills)],
          ['tries that failed while it was down, or were cut off', format(told.attempts - 2 * Math.ceil(told.sent / BATCH))],
          ['events/s, restarts among them', format(told.sent / told.seconds)],
          ['sums by meter and hour that were compared', format(told.compared)],
          ['sums that differ', format(told.differences)],
          ['events accepted when all were sent once more', format(told.acceptedAgain)],
        ],
      ),
      '',
      ...aimTable([
        { what: 'events a second in batches', aim: `≥ ${format(AIM_PER_SECOND)}`, reached: format(ours), isMet: ours >= AIM_PER_SECOND },
        { what: 'sums that differ after the replay', aim: '0', reached: format(told.differences), isMet: told.differences === 0 },
        { what: 'events that the same replay adds', aim: '0', reached: format(told.acceptedAgain), isMet: told.acceptedAgain === 0 },
      ]),
    ];
    return text.join('\n');
  });
}
