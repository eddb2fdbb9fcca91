import { PIXEL_PARAMETERS, PIXEL_TEMPLATES } from './pixel-templates.ts';
import type { Placement, PlacementCover, PlacementPixel } from './schema.ts';

const DAY_MS = 86_400_000;

/**
 * The addresses of a placement's pixel, one for each ad server; macros stand in them as the ad server writes them, unescaped. The token is
 * in those that speak for listeners alone.
 */
export function pixelsOf(publicUrl: string, pixelId: string, token: string): PlacementPixel[] {
  return PIXEL_TEMPLATES.map(({ adServer, macros, source }) => {
    const filled = PIXEL_PARAMETERS.flatMap((name) => (macros[name] === undefined ? [] : [`&${name}=${macros[name]}`]));
    const shown = filled.length === 0 ? '' : `&k=${token}`;
    return { adServer, address: `${publicUrl}/i.gif?p=${pixelId}${shown}${filled.join('')}`, source };
  });
}

/** Whether a placement runs on the UTC day of an instant: from its first day to the end of its last. */
export function runsAt({ startsOn, endsOn }: Pick<Placement, 'startsOn' | 'endsOn'>, atMs: number): boolean {
  const begun = startsOn === null || atMs >= Date.parse(startsOn);
  return begun && (endsOn === null || atMs < Date.parse(endsOn) + DAY_MS);
}

/** Placements, by where and when they run. */
export function coverOf(placements: readonly Placement[]): PlacementCover {
  const byShow = Map.groupBy(placements, ({ show }) => show);
  return {
    at: (show, episode, atMs) =>
      (byShow.get(show) ?? []).filter(
        (placement) => (placement.episode === null || placement.episode === episode) && runsAt(placement, atMs),
      ),
  };
}
