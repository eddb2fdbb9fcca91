import type { ExposureDay } from '../exposuredays/rules.ts';

/** The flight of a campaign: UTC days, YYYY-MM-DD, `before` excluded. */
export interface CampaignTime {
  campaign: string;
  from: string;
  before: string;
}

/** Exposures of a campaign's flight in one show, by the placement each names and by kind. */
export interface LineCount {
  campaign: string;
  show: string;
  placement: string | null;
  kind: 'download' | 'impression';
  delivered: number;
}

const inOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Those that name no placement come last. */
const byPlacement = (a: string | null, b: string | null) =>
  a === null || b === null ? Number(a === null) - Number(b === null) : inOrder(a, b);

/** Adds days of exposures up to lines, each campaign's within its flight; in the order of campaign, show, placement and kind. */
export function createLines(times: readonly CampaignTime[]) {
  const flights = new Map(times.map((time) => [time.campaign, time]));
  const lines = new Map<string, LineCount>();
  const add = (rows: readonly ExposureDay[]): void => {
    for (const { day, kind, campaign, show, placement, exposures } of rows) {
      const flight = flights.get(campaign);
      if (flight === undefined || show === '' || day < flight.from || day >= flight.before) continue;
      const name = JSON.stringify([campaign, show, placement, kind]);
      const line = lines.get(name);
      if (line) line.delivered += exposures;
      else lines.set(name, { campaign, show, placement: placement === '' ? null : placement, kind, delivered: exposures });
    }
  };
  const finish = (): LineCount[] =>
    [...lines.values()].sort(
      (a, b) =>
        inOrder(a.campaign, b.campaign) || inOrder(a.show, b.show) || byPlacement(a.placement, b.placement) || inOrder(a.kind, b.kind),
    );
  return { add, finish };
}
