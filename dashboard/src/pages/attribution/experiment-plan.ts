import type { Design, ExperimentDetails } from '../../experiments-api.ts';
import type { Typed } from '../../ui/typed.ts';

/** Whether an ad server assigns listeners to the arms of a design. */
export function isByListener(design: Design): boolean {
  return design !== 'geo' && design !== 'switchback';
}

/** Whether none of some ads can be split by listener; false where no ad is known. */
export function isBakedIn(ads: readonly { kind: 'baked_in' | 'dynamic' }[]): boolean {
  return ads.length > 0 && ads.every(({ kind }) => kind === 'baked_in');
}

/** A number of percent as a share; undefined for a blank field. */
function shareIn(typed: Typed, name: string): number | undefined {
  const text = typed.text(name);
  if (text === null) return undefined;
  const percent = Number(text.replace(',', '.').replace(/\s*%$/, ''));
  if (Number.isNaN(percent)) typed.refuse(name, 'must be a number of percent, such as 1.5');
  return Number((percent / 100).toPrecision(12));
}

/** Arms as they are written: a name, then its share in percent, or its regions, on each line. */
export function armsIn(text: string, design: 'variants' | 'geo'): NonNullable<ExperimentDetails['arms']> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const parts = line.trim().split(/[\s,:]+/);
    if (design === 'geo') return { name: parts[0], regions: parts.slice(1).filter((part) => part !== '') };
    const share = Number(parts.at(-1)?.replace(/%$/, ''));
    if (parts.length < 2 || Number.isNaN(share)) return { name: line.trim() };
    return { name: parts.slice(0, -1).join(' '), share: share / 100 };
  });
}

/** What a form says an experiment is to be. Faults are gathered in `typed`. */
export function detailsOf(design: Design, typed: Typed): ExperimentDetails {
  const written = typed.text('arms') ?? '';
  const arms = design === 'variants' || design === 'geo' ? armsIn(written, design) : [];
  const count = (name: string) => typed.count(name) ?? undefined;
  if (typed.text('key') === null) typed.refuse('key', 'is missing: touchpoints carry it in “test”');
  return {
    design,
    campaign: typed.text('campaign') ?? '',
    placement: typed.text('placement'),
    conversionKind: (typed.text('conversionKind') ?? 'purchase') as ExperimentDetails['conversionKind'],
    windowDays: typed.count('windowDays') ?? 30,
    from: typed.text('from') ?? '',
    to: typed.text('to') ?? '',
    arms,
    ...(design === 'variants' && arms.length > 0 ? { control: arms[0].name } : {}),
    ...(isByListener(design)
      ? { baseline: shareIn(typed, 'baseline'), effect: shareIn(typed, 'effect'), participants: count('participants') }
      : {}),
    ...(design === 'switchback' ? { blockDays: count('blockDays'), washoutDays: count('washoutDays') } : {}),
  };
}
