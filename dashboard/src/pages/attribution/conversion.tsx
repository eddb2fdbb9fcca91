import { useQueries } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type Explanation, type ModelName, ProblemError, RULES } from '../../api.ts';
import { Empty } from '../../components/empty.tsx';
import { FailurePanel } from '../../components/failure.tsx';
import { useFixed } from '../../components/fixed.ts';
import { FilterBar, ModelFilter, UnitFilter, useSelection } from '../../components/filters.tsx';
import { type KnownModel, useChosenModel, useNamed } from '../../components/models.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIs } from '../../components/what-is.tsx';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { HalfLifeFilter, LookbackSlider } from '../../components/window-sliders.tsx';
import { explanationQueryOptions } from '../../queries.ts';
import { creditQuery, inOrder, unitQuery } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines, SkeletonWave } from '../../ui/skeleton.tsx';
import { BackToConversions, ConversionFacts, ConversionFigures, ConversionNotices } from './conversion-head.tsx';
import { ExplanationLinks } from './explanation-links.tsx';
import { HistoryPanel } from './conversion-history.tsx';
import { ModelCredits } from './model-credits.tsx';
import { PathPicture } from './path-picture.tsx';
import { TouchpointTable } from './touchpoint-table.tsx';
import { UnusedTouchpoints } from './unused-touchpoints.tsx';

/** The conversion under every model, in the models' order. */
function useExplanations(id: string, models: readonly KnownModel[], model: ModelName) {
  const [selection] = useSelection();
  const usual = useWindowDefaults();
  const fixed = useFixed([model]);
  // All stand beside each other under the window that the model looked at fixes.
  const shared = fixed.lookbackDays === undefined ? selection : { ...selection, lookback: fixed.lookbackDays };
  return useQueries({
    queries: models.map(({ name }) => {
      const own = name === model ? fixed : {};
      return explanationQueryOptions(id, { model: name, ...creditQuery(shared, usual, own), ...unitQuery(selection, own) });
    }),
    combine: (answers) => ({
      chosen: answers[models.findIndex(({ name }) => name === model)]?.data,
      explanations: answers.flatMap(({ data }) => data ?? []),
      error: answers.find(({ error }) => error !== null)?.error ?? null,
      busy: answers.some(({ isPlaceholderData }) => isPlaceholderData),
      isWaiting: answers.some(({ isPending }) => isPending),
      retry: () => void Promise.all(answers.map(({ refetch }) => refetch())),
    }),
  });
}

/** More sentences than this stand in two columns where there is room. */
const SHORT = 5;

function Why({ sentences }: { sentences: readonly string[] }) {
  return (
    <ol className={`px-5 pb-5 ${sentences.length > SHORT ? 'gap-x-12 lg:columns-2' : 'max-w-[80ch]'}`}>
      {sentences.map((sentence) => (
        <li key={sentence} className="mb-2 break-inside-avoid wrap-anywhere">
          {sentence}
        </li>
      ))}
    </ol>
  );
}

function NoPath({ explanation: { duplicateOf, version } }: { explanation: Explanation }) {
  if (duplicateOf !== null) return <Empty title={texts.conversion.duplicateTag} help={texts.conversion.duplicateHelp} />;
  if (version === null) return <Empty title={texts.conversion.unmatched} help={texts.conversion.unmatchedHelp} />;
  return <Empty title={texts.conversion.unattributed} help={texts.conversion.unattributedHelp} />;
}

interface ExplainedProps {
  explanation: Explanation;
  explanations: readonly Explanation[];
  models: readonly KnownModel[];
  busy: boolean;
  /** Whether models are missing that come yet. */
  isWaiting: boolean;
}

function Explained({ explanation, explanations, models, busy, isWaiting }: ExplainedProps) {
  const { touchpoints, sentences, duplicateOf, unattributedReason } = explanation;
  const hasPath = touchpoints.length > 0;
  const isSamePath = explanations.every((other) => other.touchpoints.length === touchpoints.length);
  return (
    <>
      <ConversionNotices explanation={explanation} />
      <ConversionFigures explanation={explanation} />
      <Panel id="path" title={texts.conversion.path} beside={<WhatIs of="path" />} busy={busy}>
        {hasPath ? (
          <>
            <PathPicture explanation={explanation} />
            <TouchpointTable explanation={explanation} />
          </>
        ) : (
          <NoPath explanation={explanation} />
        )}
        <UnusedTouchpoints explanation={explanation} />
      </Panel>
      {hasPath && isSamePath && (
        <Panel id="each-model" title={texts.conversion.credit} beside={<WhatIs of="credit" />} busy={busy || isWaiting}>
          <ModelCredits explanations={explanations} models={models} chosen={explanation.model} />
        </Panel>
      )}
      <Panel id="why" title={texts.conversion.why} busy={busy}>
        <Why sentences={sentences} />
      </Panel>
      {explanation.version !== null && duplicateOf === null && unattributedReason === null && (
        <ExplanationLinks id={explanation.id} model={explanation.model} />
      )}
      {explanation.version !== null && <HistoryPanel id={explanation.id} version={explanation.version} />}
    </>
  );
}

function Waiting() {
  return (
    <>
      <Panel id="path" title={texts.conversion.path}>
        <SkeletonWave height={240} label={texts.loading} />
      </Panel>
      <Panel id="why" title={texts.conversion.why}>
        <SkeletonLines count={3} label={texts.loading} />
      </Panel>
    </>
  );
}

function Missing({ id }: { id: string }) {
  return (
    <div className="rounded-panel border border-line bg-surface">
      <Empty title={texts.conversion.missing} help={texts.conversion.missingHelp(id)} />
    </div>
  );
}

/** One conversion: what belongs to it and why, in real time, and what each model makes of it. */
export function ConversionRoom() {
  const { id } = useParams({ from: '/signed-in/conversions/$id' });
  const { model } = useChosenModel();
  // The rules, and the model that is looked at where it is none of them.
  const models = useNamed(inOrder([...new Set([...RULES, model])]));
  const { explanations, chosen: explanation, error, busy, isWaiting, retry } = useExplanations(id, models, model);
  const isMissing = error instanceof ProblemError && error.status === 404;
  return (
    <>
      <RoomHead title={id} above={<BackToConversions />}>
        {explanation && <ConversionFacts explanation={explanation} />}
      </RoomHead>
      {isMissing ? (
        <Missing id={id} />
      ) : (
        <>
          <FilterBar>
            <ModelFilter />
            <LookbackSlider models={[model]} />
            <HalfLifeFilter models={[model]} />
            <UnitFilter models={[model]} />
          </FilterBar>
          {error && <FailurePanel error={error} onRetry={retry} />}
          {explanation ? (
            <Explained explanation={explanation} explanations={explanations} models={models} busy={busy} isWaiting={isWaiting} />
          ) : (
            !error && <Waiting />
          )}
        </>
      )}
    </>
  );
}
