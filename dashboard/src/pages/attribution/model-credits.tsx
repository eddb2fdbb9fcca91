import type { Explanation, ModelName } from '../../api.ts';
import { modelLook, ModelMark } from '../../components/model-mark.tsx';
import type { KnownModel } from '../../components/models.ts';
import { WhatIsThis } from '../../components/what-is.tsx';
import { formatCredit, formatMoney, formatShare } from '../../format.ts';
import { texts } from '../../texts.ts';
import { cellClass, type Column, Table } from '../../ui/table.tsx';
import { formatTouchCredit, numbered, type NumberedTouchpoint } from './touchpoint-table.tsx';

interface ModelCreditsProps {
  /** One explanation per model, all of the same path. */
  explanations: readonly Explanation[];
  models: readonly KnownModel[];
  chosen: ModelName;
}

/** A touchpoint in one line, by the number it has on the path. */
function TouchpointLine({ touchpoint: { number, campaign, show } }: { touchpoint: NumberedTouchpoint }) {
  return (
    <span className="flex items-baseline gap-3">
      <span className="w-5 shrink-0 text-right text-small text-faint">{number}</span>
      <span className="truncate font-medium">{campaign ?? texts.none}</span>
      {show !== null && <span className="truncate text-small text-muted max-sm:hidden">{show}</span>}
    </span>
  );
}

function CreditCell({ explanation, number }: { explanation: Explanation; number: number }) {
  const touchpoint = explanation.touchpoints[number - 1];
  return (
    <span className="inline-block w-32">
      <span className="flex items-baseline justify-end gap-2">
        <span className={touchpoint.weight === 0 ? 'text-faint' : 'font-medium'}>{formatTouchCredit(touchpoint, explanation)}</span>
        <span className="w-12 text-small text-muted">{formatShare(touchpoint.weight)}</span>
      </span>
      <span className="mt-1 block h-1 rounded-full bg-sunken" aria-hidden="true">
        <span
          className="ml-auto block h-full rounded-full"
          style={{ width: `${touchpoint.weight * 100}%`, background: `var(--color-${modelLook(explanation.model).token})` }}
        />
      </span>
    </span>
  );
}

function columnsOf({ explanations, models, chosen }: ModelCreditsProps): Column<NumberedTouchpoint>[] {
  const perModel = explanations.map((explanation): Column<NumberedTouchpoint> => {
    const model = models.find(({ name }) => name === explanation.model);
    return {
      id: explanation.model,
      header: model?.title ?? explanation.model,
      before: <ModelMark model={explanation.model} />,
      beside: model?.definition && <WhatIsThis definition={model.definition} />,
      numeric: true,
      className: explanation.model === chosen ? 'bg-accent-soft' : undefined,
      cell: ({ number }) => <CreditCell explanation={explanation} number={number} />,
    };
  });
  return [
    {
      id: 'touchpoint',
      header: texts.conversion.touchpoint,
      className: 'min-w-40 max-w-44 sm:max-w-80',
      cell: (touchpoint) => <TouchpointLine touchpoint={touchpoint} />,
    },
    ...perModel,
  ];
}

function sumText({ touchpoints, valueMinor, currency }: Explanation): string {
  if (valueMinor === null) return formatCredit(touchpoints.reduce((sum, { creditConversions }) => sum + creditConversions, 0));
  return formatMoney(
    touchpoints.reduce((sum, { creditMinor }) => sum + creditMinor, 0),
    currency,
  );
}

function Sums({ explanations, chosen }: ModelCreditsProps) {
  return (
    <tr className="font-semibold">
      <th scope="row" className={`${cellClass(false)} font-semibold`}>
        {texts.conversion.sum}
      </th>
      {explanations.map((explanation) => (
        <td key={explanation.model} className={`${cellClass(true)} ${explanation.model === chosen ? 'bg-accent-soft' : ''}`}>
          {sumText(explanation)}
        </td>
      ))}
    </tr>
  );
}

/** What each model gives each touchpoint, side by side; every column adds up to the conversion's value. */
export function ModelCredits(props: ModelCreditsProps) {
  const [first] = props.explanations;
  return (
    <Table
      caption={texts.conversion.credit}
      columns={columnsOf(props)}
      rows={numbered(first)}
      rowKey={({ number }) => String(number)}
      footer={<Sums {...props} />}
    />
  );
}
