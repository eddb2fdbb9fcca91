/** The grounds that a colour may stand on: of the light ones the darkest, of the dark ones the lightest. */
const LIGHT_GROUND = '#eef2ef';
const DARK_GROUND = '#1a2220';

/** What text must keep to its ground (WCAG 2.2, 1.4.3). */
export const LEAST_CONTRAST = 4.5;

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2, definition of relative luminance). */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, #rrggbb each, 1 to 21 (WCAG 2.2, definition of contrast ratio). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** So many steps lie between a colour and black or white. */
const STEPS = 64;

function mixed(colour: string, end: number, step: number): string {
  const parts = channels(colour).map((channel) => Math.round(channel + ((end - channel) * step) / STEPS));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function readable(colour: string, ground: string, end: 0 | 255): string {
  for (let step = 0; step < STEPS; step += 1) {
    const candidate = mixed(colour, end, step);
    if (contrast(candidate, ground) >= LEAST_CONTRAST) return candidate;
  }
  return mixed(colour, end, STEPS);
}

/**
 * A colour (#rrggbb) as it can be read on light and on dark grounds: itself where that will do, else as much darker or lighter as it must
 * be.
 */
export function readableColours(colour: string): { onLight: string; onDark: string } {
  const lower = colour.toLowerCase();
  return { onLight: readable(lower, LIGHT_GROUND, 0), onDark: readable(lower, DARK_GROUND, 255) };
}
