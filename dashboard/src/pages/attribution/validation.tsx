import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Empty } from '../../components/empty.tsx';
import { ModelMark } from '../../components/model-mark.tsx';
import { useBaseTitle } from '../../components/models.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatCount, formatCredit, formatInstant, formatShare } from '../../format.ts';
import { paths } from '../../paths.ts';
import { validationTexts as words } from '../../texts-validations.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import type { ModelValidation, StoredValidation, Validation, WorldValidation } from '../../validations-api.ts';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { Facts } from '../tenants/facts.tsx';
import { optionsText, progressText, signedShare, worldText } from './validation-says.ts';
import { validationQuery } from './work-queries.ts';

type Scored = Pick<ModelValidation, 'model' | 'bias' | 'rankCorrelation' | 'creditToZeroEffect' | 'totalVariation' | 'coverage95'>;
type TitleOf = (model: string) => string;

function ModelName({ model, titleOf }: { model: string; titleOf: TitleOf }) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <ModelMark model={model} />
      {titleOf(model)}
    </span>
  );
}

/** The figures of models; the intervals only where there are some. */
function scoreColumns(titleOf: TitleOf, units: string, hasIntervals: boolean): Column<Scored>[] {
  const columns: Column<Scored>[] = [
    { id: 'model', header: words.model, cell: ({ model }) => <ModelName model={model} titleOf={titleOf} /> },
    {
      id: 'bias',
      header: words.bias,

      numeric: true,
      means: words.biasHelp,
      cell: ({ bias }) => signedShare(bias),
    },
    {
      id: 'rank',
      header: words.rank,

      numeric: true,
      means: words.rankHelp(units),
      cell: ({ rankCorrelation }) => formatCredit(rankCorrelation),
    },
    {
      id: 'zero',
      header: words.zero,

      numeric: true,
      means: words.zeroHelp(units),
      cell: ({ creditToZeroEffect }) => formatShare(creditToZeroEffect),
    },
    {
      id: 'shares',
      header: words.shares,

      numeric: true,
      means: words.sharesHelp(units),
      cell: ({ totalVariation }) => formatShare(totalVariation),
    },
    {
      id: 'coverage',
      header: words.coverage,

      numeric: true,
      means: words.coverageHelp(units),
      cell: ({ coverage95 }) => formatShare(coverage95),
    },
  ];
  return hasIntervals ? columns : columns.filter(({ id }) => id !== 'coverage');
}

function Trust({ figures, titleOf }: { figures: Validation; titleOf: TitleOf }) {
  return (
    <Panel id="trust" title={words.trust}>
      <dl className="border-t border-line">
        {figures.models.map(({ model, trust }) => (
          <div key={model} className="grid gap-x-6 border-b border-line px-4 py-2.5 last:border-b-0 sm:grid-cols-[14rem_1fr] sm:px-5">
            <dt className="font-medium">
              <ModelName model={model} titleOf={titleOf} />
            </dt>
            <dd className="max-w-3xl min-w-0">{trust}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function worldFacts({ response, hasFittedForm, purchases, causedConversions, organicConversions, matching }: WorldValidation) {
  const rounded = (count: number) => formatCount(Math.round(count));
  return [
    { name: words.response, value: response, ...(hasFittedForm ? { help: words.fitted } : {}) },
    { name: words.purchases, value: rounded(purchases) },
    { name: words.caused, value: rounded(causedConversions) },
    { name: words.organic, value: rounded(organicConversions) },
    // Where conversions were planted nobody had to be matched.
    ...(matching.matchedShare === null
      ? []
      : [
          { name: words.matched, value: formatShare(matching.matchedShare) },
          { name: words.own, value: formatShare(matching.ownShare) },
        ]),
  ];
}

function Figures({ figures, titleOf }: { figures: Validation; titleOf: TitleOf }) {
  const columns = scoreColumns(
    titleOf,
    words.units[figures.options.unit ?? 'campaign'],
    figures.models.some(({ coverage95 }) => coverage95 !== null),
  );
  return (
    <>
      <Trust figures={figures} titleOf={titleOf} />
      <Panel id="over" title={words.over}>
        <Table caption={words.over} columns={columns} rows={figures.models} rowKey={({ model }) => model} />
      </Panel>
      {figures.worlds.map((world) => {
        const title = words.inWorld(worldText(world.world));
        return (
          <Panel key={world.world} id={`world-${world.world}`} title={title}>
            <Table caption={title} columns={columns} rows={world.models} rowKey={({ model }) => model} />
            <Facts items={worldFacts(world)} />
          </Panel>
        );
      })}
    </>
  );
}

function Outcome({ validation, titleOf }: { validation: StoredValidation; titleOf: TitleOf }) {
  const tooLittle = validation.figures?.ownData?.insufficient;
  if (typeof tooLittle === 'string') {
    return (
      <div className="rounded-panel border border-line bg-surface">
        <Empty title={words.tooLittle} help={tooLittle} />
      </div>
    );
  }
  if (validation.figures) return <Figures figures={validation.figures} titleOf={titleOf} />;
  if (validation.state === 'failed') {
    return (
      <div className="rounded-panel border border-line bg-surface">
        <Empty title={words.failed} help={validation.failure ?? ''} />
      </div>
    );
  }
  return (
    <Panel id="progress" title={progressText(validation)}>
      <SkeletonLines count={4} label={progressText(validation)} />
    </Panel>
  );
}

const isOwn = ({ options }: StoredValidation) => options.on === 'own_data';

/** One validation: when to trust each model, and what each made of every world. */
export function ValidationRoom() {
  const { id } = useParams({ from: '/signed-in/models/validations/$id' });
  const query = useQuery(validationQuery(id));
  const titleOf = useBaseTitle();
  const above = <Back to={paths.validations}>{words.room}</Back>;
  return (
    <One what={words.one} of={id} above={above} query={query}>
      {(validation) => (
        <>
          <RoomHead title={`${words.title}, ${formatInstant(validation.createdAt)}`} above={above}>
            {optionsText(validation.options)}
          </RoomHead>
          <Notice tone="notice">
            <strong className="font-semibold">{isOwn(validation) ? words.planted : words.simulated}.</strong>{' '}
            {isOwn(validation) ? words.plantedHelp : words.simulatedHelp}
          </Notice>
          <Outcome validation={validation} titleOf={titleOf} />
        </>
      )}
    </One>
  );
}
