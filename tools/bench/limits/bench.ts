import { aimTable, format, table } from '../figures.ts';
import { withBenchInstallation } from '../installation.ts';
import { measureAlerts } from './alerts.ts';
import { checkCap, measurePairs, type Pairs } from './pairs.ts';

const CALLERS = [16, 64];
const AIM_PER_SECOND = 600;
const AIM_SHARE = 0.5;
const AIM_SECONDS = 60;

/** A reservation and its settlement each change the row, and commit. */
const changes = ({ pairsPerSecond }: Pairs) => 2 * pairsPerSecond;

/** Reserving and settling on one limit beside one bare row, whether a cap is passed, and how soon an alert follows its event. */
export async function benchLimits(): Promise<string> {
  return withBenchInstallation(async (installation) => {
    const measured: Pairs[] = [];
    for (const callers of CALLERS) measured.push(await measurePairs(installation, callers));
    const capped = await checkCap(installation, Math.max(...CALLERS));
    const alerts = await measureAlerts(installation);
    const told = [...alerts].sort((a, b) => a - b);
    return [
      ...table(
        ['one limit, asked by', 'pairs of reserve and settle/s', 'of them changes of the row/s', 'bare row: changes/s', 'ratio'],
        measured.map((one) => [
          `${one.callers} callers at once`,
          format(one.pairsPerSecond),
          format(changes(one)),
          format(one.barePerSecond),
          `${format(changes(one) / one.barePerSecond, 2)}×`,
        ]),
      ),
      '',
      ...table(
        ['a hard limit, asked until it refuses', ''],
        [
          ['callers at once', String(capped.callers)],
          ['units of the limit', format(capped.hard)],
          ['units that were let through', format(capped.used)],
          ['beyond the limit', format(capped.used - capped.hard)],
          ['still set aside at the end', format(capped.reserved)],
        ],
      ),
      '',
      ...table(
        ['from an event over HTTP to its alert over HTTP', 'seconds'],
        [
          [`median of ${told.length} rounds`, format(told[Math.floor(told.length / 2)], 1)],
          ['longest', format(told[told.length - 1], 1)],
        ],
      ),
      '',
      ...aimTable([
        ...measured.map((one) => ({
          what: `reservations and settlements a second, ${one.callers} callers`,
          aim: `≥ ${format(AIM_PER_SECOND)}, or ≥ ${format(AIM_SHARE, 1)} of the bare row`,
          reached: `${format(changes(one))}, ${format(changes(one) / one.barePerSecond, 2)} of it`,
          isMet: changes(one) >= AIM_PER_SECOND || changes(one) >= AIM_SHARE * one.barePerSecond,
        })),
        { what: 'units beyond a hard limit', aim: '0', reached: format(capped.used - capped.hard), isMet: capped.used === capped.hard },
        {
          what: 'seconds from an event to its alert, longest',
          aim: `≤ ${AIM_SECONDS}`,
          reached: format(told[told.length - 1], 1),
          isMet: told[told.length - 1] <= AIM_SECONDS,
        },
      ]),
    ].join('\n');
  });
}
