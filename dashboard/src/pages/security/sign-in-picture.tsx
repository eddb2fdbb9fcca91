import { formatMoney, formatShare } from '../../format.ts';
import { texts } from '../../texts.ts';

const ORDER = { valueMinor: 10_000, currency: 'USD' };

/** The worked example of time decay with a half-life of 7 days: touches 14, 7 and 0 days before the order. */
const TOUCHES = [
  { days: 14, weight: 1 / 7, creditMinor: 1_429 },
  { days: 7, weight: 2 / 7, creditMinor: 2_857 },
  { days: 0, weight: 4 / 7, creditMinor: 5_714 },
];
const LARGEST = 4 / 7;
const TALLEST = 156;

/** What the product does, as a picture: the bars are the credit of three ads for one order. */
export function SignInPicture() {
  return (
    <figure className="w-full max-w-136">
      <div className="rounded-panel border border-line bg-surface px-8 pt-8 pb-6">
        <div className="flex items-baseline justify-between">
          <p className="text-figure font-semibold tracking-[-0.025em]">{formatMoney(ORDER.valueMinor, ORDER.currency)}</p>
          <p className="text-small text-muted">{texts.signIn.pictureRule}</p>
        </div>
        <ol className="mt-10 grid grid-cols-3 items-end gap-6 border-b border-line-strong">
          {TOUCHES.map(({ days, weight, creditMinor }) => (
            <li key={days} className="flex flex-col gap-1.5">
              <span className="font-semibold">{formatMoney(creditMinor, ORDER.currency)}</span>
              <span className="text-small text-muted">{formatShare(weight)}</span>
              <span className="rounded-t-[4px] bg-accent" style={{ height: (weight / LARGEST) * TALLEST, opacity: 0.45 + weight }} />
            </li>
          ))}
        </ol>
        <ol className="mt-2 grid grid-cols-3 gap-6 text-small text-muted" aria-hidden="true">
          {TOUCHES.map(({ days }) => (
            <li key={days}>{days === 0 ? texts.signIn.pictureSameDay : texts.conversion.daysBefore(days)}</li>
          ))}
        </ol>
      </div>
      <figcaption className="mt-4 px-1 text-muted">{texts.signIn.picture}</figcaption>
    </figure>
  );
}
