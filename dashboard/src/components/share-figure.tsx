import type { Schemas } from '../../../client/src/index.ts';
import type { DefinitionName } from '../definitions.ts';
import { formatShare } from '../format.ts';
import { texts } from '../texts.ts';
import { Tag } from '../ui/notice.tsx';
import { Known } from './amount.tsx';
import { Figure } from './figure.tsx';

interface ShareFigureProps {
  name: string;
  of: DefinitionName;
  share: Schemas['Share95'];
  /** What was counted of what, in words. */
  counted: string;
}

/** A share with its 95 % interval and what it was counted of; marked where that is few. */
export function ShareFigure({ name, of, share, counted }: ShareFigureProps) {
  const { rate, low, high, isFew } = share;
  return (
    <Figure
      name={name}
      of={of}
      value={
        <span className="flex items-center gap-2">
          <Known text={formatShare(rate)} />
          {isFew && share.of > 0 && <Tag tone="notice">{texts.few}</Tag>}
        </span>
      }
    >
      <span className="block">{counted}</span>
      {low !== null && high !== null && texts.interval95(formatShare(low), formatShare(high))}
    </Figure>
  );
}
