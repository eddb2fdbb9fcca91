import { meanings } from '../../definitions-of-columns.ts';
import type { Explanation, ModelName } from '../../api.ts';
import { modelLook, ModelMark } from '../../components/model-mark.tsx';
import type { KnownModel } from '../../components/models.ts';
import { formatCredit, formatMoney, formatShare } from '../../format.ts';
import { texts } from '../../texts.ts';
import { cellClass, type Column, Table } from '../../ui/table.tsx';
import { type TouchNames, touchNames } from './touch-names.ts';
import { formatTouchCredit, numbered, type NumberedTouchpoint } from './touchpoint-table.tsx';

interface ModelCreditsProps {
  /** One explanation per model, all of the same path. */
  explanations: readonly Explanation[];
  models: readonly KnownModel[];
  chosen: ModelName;
}

/** A touchpoint in one line, by the number it has on the path. */
function TouchpointLine({ touchpoint: { number, campaign, show }, names }: { touchpoint: NumberedTouchpoint; names: TouchNames }) {
  return (
    <span className="flex items-baseline gap-3">
      <span className="w-5 shrink-0 text-right text-small text-faint">{number}</span>
      <span className="truncate font-medium">{campaign === null ? texts.none : names.campaign(campaign)}</span>
      {show !== null && <span className="truncate text-small text-muted max-sm:hidden">{names.show(show)}</span>}
    </span>
  );
}

function CreditCell({ explanation, number }: { explanation: Explanation; number: number }) {
  const touchpoint = explanation.touchpoints[number - 1];
  return (
    <span className="inline-block min-w-26">
      <span className="flex items-baseline justify-end gap-1">
        <span className={touchpoint.weight === 0 ? 'text-faint' : 'font-medium'}>{formatTouchCredit(touchpoint, explanation)}</span>
        <span className="w-11 text-small text-muted">{formatShare(touchpoint.weight)}</span>
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
  const names = touchNames(explanations[0]);
  const perModel = explanations.map((explanation): Column<NumberedTouchpoint> => {
    const model = models.find(({ name }) => name === explanation.model);
    return {
      id: explanation.model,
      header: model?.title ?? explanation.model,
      before: <ModelMark model={explanation.model} />,
      numeric: true,
      means: model?.definition ?? { name: model?.title ?? explanation.model, meaning: meanings.modelCredit },
      wraps: true,
      className: explanation.model === chosen ? 'bg-accent-soft' : undefined,
      cell: ({ number }) => <CreditCell explanation={explanation} number={number} />,
    };
  });
  return [
    {
      id: 'touchpoint',
      header: texts.conversion.touchpoint,
      className: 'min-w-36 max-w-40 sm:max-w-48',
      cell: (touchpoint) => <TouchpointLine touchpoint={touchpoint} names={names} />,
    },
    ...perModel,
  ];
}

function sumText({ touchpoints, valueMinor, currency, organicConversions, organicMinor }: Explanation): string {
  if (valueMinor === null)
    return formatCredit(touchpoints.reduce((sum, { creditConversions }) => sum + creditConversions, organicConversions));
  return formatMoney(
    touchpoints.reduce((sum, { creditMinor }) => sum + creditMinor, organicMinor),
    currency,
  );
}

/** What models give to no ad, where one of them does. */
function Organic({ explanations, chosen }: ModelCreditsProps) {
  if (!explanations.some(({ organicConversions }) => organicConversions > 0)) return null;
  return (
    <tr className="text-muted">
      <th scope="row" className={`${cellClass(false)} font-normal`}>
        {texts.overview.organic}
      </th>
      {explanations.map(({ model, organicConversions, organicMinor, valueMinor, currency }) => (
        <td key={model} className={`${cellClass(true)} ${model === chosen ? 'bg-accent-soft' : ''}`}>
          {valueMinor === null ? formatCredit(organicConversions) : formatMoney(organicMinor, currency)}
        </td>
      ))}
    </tr>
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
      footer={
        <>
          <Organic {...props} />
          <Sums {...props} />
        </>
      }
    />
  );
}
