import { formatCount, formatShare } from '../../format.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { WhatIs } from '../../components/what-is.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { Tag } from '../../ui/notice.tsx';
import type { Step } from './waterfall-steps.ts';

const words = trackingTexts.waterfall;
const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;

/** A bar from nothing to what is left, or over what was taken away. */
function Bar({ step: { isLess, count, left }, whole }: { step: Step; whole: number }) {
  return (
    <span className="relative block h-3 rounded-[3px] bg-sunken" aria-hidden="true">
      <span
        className={`absolute inset-y-0 min-w-0.5 rounded-[3px] ${isLess ? 'bg-unattributed' : 'bg-accent'}`}
        style={{ left: isLess ? percent(left, whole) : 0, width: percent(count, whole) }}
      />
    </span>
  );
}

function Line({ step, whole }: { step: Step; whole: number }) {
  const { name, meaning, count, isLess } = step;
  return (
    <tr className={`[&>*]:border-b [&>*]:border-line ${isLess ? 'text-muted' : 'font-semibold'}`}>
      <th scope="row" className={`py-2 pr-3 text-left ${isLess ? 'pl-8 font-normal sm:pl-10' : 'pl-4 font-semibold sm:pl-5'}`}>
        <span className="flex items-center gap-1.5">
          {name}
          {meaning !== '' && <WhatIsThis definition={{ name, meaning }} />}
        </span>
      </th>
      <td className="w-1/2 py-2 max-sm:hidden">
        <Bar step={step} whole={whole} />
      </td>
      <td className="py-2 pl-3 text-right whitespace-nowrap">{isLess ? words.less(formatCount(count)) : formatCount(count)}</td>
      <td className="py-2 pr-4 pl-3 text-right whitespace-nowrap sm:pr-5">{formatShare(count / whole)}</td>
    </tr>
  );
}

const HEAD = 'border-b border-line pt-1 pb-2 text-caption font-medium whitespace-nowrap text-muted';

/** What stands in paths and in no line: nothing, unless counts are just changing. */
function Unaccounted({ count }: { count: number }) {
  return (
    <p className="flex flex-wrap items-center gap-1.5 px-4 py-3 text-small text-muted sm:px-5">
      {words.unaccounted}: {formatCount(count)}
      <WhatIs of="unaccounted" />
      {count > 0 && <Tag tone="danger">{words.notComplete}</Tag>}
    </p>
  );
}

interface WaterfallListProps {
  title: string;
  /** What the lines count. */
  unit: string;
  steps: readonly Step[];
  whole: number;
  unaccounted: number;
}

/** The waterfall as a table whose lines add up, with a bar in each. */
export function WaterfallList({ title, unit, steps, whole, unaccounted }: WaterfallListProps) {
  return (
    <>
      <table className="w-full border-separate border-spacing-0 text-body">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${HEAD} pl-4 text-left sm:pl-5`}>
              {words.step}
            </th>
            <td className={`${HEAD} max-sm:hidden`} />
            <th scope="col" className={`${HEAD} pl-3 text-right`}>
              {unit}
            </th>
            <th scope="col" className={`${HEAD} pr-4 pl-3 text-right sm:pr-5`}>
              {words.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <Line key={step.id} step={step} whole={whole} />
          ))}
        </tbody>
      </table>
      <Unaccounted count={unaccounted} />
    </>
  );
}
