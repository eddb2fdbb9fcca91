import { meanings } from '../../definitions-of-columns.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Empty } from '../../components/empty.tsx';
import { useBaseTitle } from '../../components/models.ts';
import { RoomHead } from '../../components/room-head.tsx';
import type { Fit, KindFit } from '../../fits-api.ts';
import { formatCount, formatCredit, formatInstant, formatRate, formatShare } from '../../format.ts';
import { paths } from '../../paths.ts';
import { fitTexts as words } from '../../texts-fits.ts';
import { modelTexts } from '../../texts-models.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, figure, Table } from '../../ui/table.tsx';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { Facts } from '../tenants/facts.tsx';
import { ActorAt } from '../../components/actor.tsx';
import { FitUnits } from './fit-units.tsx';
import { fitQuery } from './work-queries.ts';

type Result = NonNullable<Fit['result']>;

function standingFacts({ createdBy, createdAt }: Fit, result: Result) {
  const { people, exposures, unusableExposures, conversions, unwatchedConversions, dataUntil, engineVersion, inputHash } = result;
  return [
    { name: words.people, value: formatCount(people) },
    { name: words.exposures, value: formatCount(exposures) },
    { name: words.unusable, value: formatCount(unusableExposures), help: words.unusableHelp },
    { name: words.conversions, value: formatCount(conversions) },
    { name: words.unwatched, value: formatCount(unwatchedConversions), help: words.unwatchedHelp },
    ...(dataUntil === null ? [] : [{ name: words.dataUntil, value: formatInstant(dataUntil) }]),
    { name: words.by, value: <ActorAt name={createdBy} at={createdAt} /> },
    { name: words.engine, value: engineVersion },
    { name: words.hash, value: <code className="font-mono text-small break-all">{inputHash}</code> },
  ];
}

type Stratum = NonNullable<Result['peopleKnownBy']>[number];

const COUNTED = { people: meanings.fitPeople, exposures: meanings.fitExposures, conversions: meanings.fitConversions };

function countColumn(id: 'people' | 'exposures' | 'conversions'): Column<Stratum> {
  return { id, ...figure(words[id], COUNTED[id]), cell: (stratum) => formatCount(stratum[id]) };
}

const STRATA: readonly Column<Stratum>[] = [
  { id: 'knownBy', header: words.knownBy, cell: ({ knownBy }) => words.knownByOf[knownBy], className: 'min-w-56' },
  countColumn('people'),
  countColumn('exposures'),
  countColumn('conversions'),
  { id: 'years', ...figure(words.years, meanings.fitYears), cell: ({ personYears }) => words.yearsText(formatCredit(personYears)) },
];

/** Who is watched, by how they are known; nothing of a fit that does not tell. */
function Strata({ result: { peopleKnownBy: strata } }: { result: Result }) {
  if (strata === undefined) return null;
  return <Table caption={words.strata} columns={STRATA} rows={strata} rowKey={({ knownBy }) => knownBy} />;
}

function convergenceFact({ converged, iterations }: KindFit) {
  if (converged === null) return [];
  const said = converged ? words.converged.yes : words.converged.no;
  return [{ name: words.convergence, value: iterations === null ? said : `${said} ${words.iterations(formatCount(iterations))}` }];
}

function organicFacts({ organicShare, organicInterval, organicSensitivity }: KindFit) {
  if (organicShare === null) return [];
  const share = formatShare(organicShare);
  return [
    {
      name: words.organic,
      value: organicInterval ? words.organicText(share, formatShare(organicInterval.low), formatShare(organicInterval.high)) : share,
      help: words.organicHelp,
    },
    ...(organicSensitivity
      ? [
          {
            name: words.sensitivity,
            value: words.sensitivityText(formatShare(organicSensitivity.low), formatShare(organicSensitivity.high)),
            help: words.sensitivityHelp,
          },
        ]
      : []),
  ];
}

function kindFacts(fit: KindFit) {
  const { conversions, nonConvertingPaths, conversionProbability, personYears, baselinePerPersonYear } = fit;
  return [
    { name: words.conversions, value: formatCount(conversions) },
    ...convergenceFact(fit),
    ...organicFacts(fit),
    ...(personYears === null ? [] : [{ name: words.years, value: words.yearsText(formatCount(Math.round(personYears))) }]),
    ...(baselinePerPersonYear === null ? [] : [{ name: words.baseline, value: words.baselineText(formatRate(baselinePerPersonYear)) }]),
    ...(nonConvertingPaths === null ? [] : [{ name: words.paths, value: formatCount(nonConvertingPaths) }]),
    ...(conversionProbability === null ? [] : [{ name: words.probability, value: formatShare(conversionProbability) }]),
  ];
}

function Kind({ fit, of }: { fit: KindFit; of: Fit }) {
  const kind = fit.conversionKind;
  return (
    <Panel id={`kind-${kind ?? 'all'}`} title={kind === null ? words.allKinds : texts.kinds[kind]}>
      <Facts items={kindFacts(fit)} />
      <div className="border-t border-line pt-2">
        <FitUnits fit={fit} of={of} caption={`${words.units}, ${kind === null ? words.allKinds : texts.kinds[kind]}`} />
      </div>
    </Panel>
  );
}

/** What came of a fit: its figures, why there are none, or that they are on their way. */
function Outcome({ fit }: { fit: Fit }) {
  const { state, result, failure } = fit;
  const box = (title: string, help: string) => (
    <div className="rounded-panel border border-line bg-surface">
      <Empty title={title} help={help} />
    </div>
  );
  if (state === 'failed') return box(words.failed, failure ?? '');
  if (result === null) {
    return (
      <Panel id="progress" title={words.states[state]}>
        <SkeletonLines count={3} label={words.states[state]} />
      </Panel>
    );
  }
  if (result.insufficient !== null) return box(words.insufficient, `${result.insufficient} ${words.insufficientHelp}`);
  return result.fits.map((one) => <Kind key={one.conversionKind ?? 'all'} fit={one} of={fit} />);
}

/** One fit: how far it can be trusted, and what each unit does under it. */
export function FitRoom() {
  const { id } = useParams({ from: '/signed-in/models/fits/$id' });
  const query = useQuery(fitQuery(id));
  const titleOf = useBaseTitle();
  const above = <Back to={paths.fits}>{words.room}</Back>;
  return (
    <One what={words.one} of={id} above={above} query={query}>
      {(fit) => (
        <>
          <RoomHead title={`${titleOf(fit.model)}: ${modelTexts.units[fit.unit]}`} above={above}>
            {`${words.lookback} ${texts.filters.days(fit.lookbackDays)}, ${formatInstant(fit.createdAt)}`}
          </RoomHead>
          <Outcome fit={fit} />
          {fit.result && (
            <Panel id="stands" title={words.facts}>
              <Strata result={fit.result} />
              <Facts items={standingFacts(fit, fit.result)} />
            </Panel>
          )}
        </>
      )}
    </One>
  );
}
