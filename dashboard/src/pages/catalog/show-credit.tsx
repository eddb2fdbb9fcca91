import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { BigMoney, Few } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { Failure } from '../../components/failure.tsx';
import { Figure, THREE_FIGURES } from '../../components/figure.tsx';
import { ChoiceFilter, useSelection } from '../../components/filters.tsx';
import { useModel } from '../../components/models.ts';
import { OtherCurrencies } from '../../components/other-currencies.tsx';
import { formatCredit } from '../../format.ts';
import { paths } from '../../paths.ts';
import { carriedSelection } from '../../selection.ts';
import { SHOW_CREDIT_GROUPINGS, type ShowCredit, type ShowCreditGrouping } from '../../single-credit-api.ts';
import { campaignTexts, showCreditTexts as words } from '../../texts-campaign.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { FitNotice } from './campaign-notices.tsx';
import { CreditChoices } from './credit-choices.tsx';
import { CreditDays } from './credit-days.tsx';
import { CreditNothing } from './credit-nothing.tsx';
import { useShowCredit } from './credit-query.ts';
import { CreditTable } from './credit-table.tsx';

const WAY = 'font-medium text-accent-strong underline underline-offset-4';

function Figures({ credit: { totals, currency, model } }: { credit: ShowCredit }) {
  const { conversions, valueMinor } = totals;
  return (
    <section aria-label={words.figures}>
      <dl className={THREE_FIGURES}>
        <Figure
          name={campaignTexts.credited}
          of="creditedConversions"
          value={
            <span className="flex items-center gap-2">
              {formatCredit(conversions)}
              <Few conversions={conversions} />
            </span>
          }
        >
          {campaignTexts.ofWhole(useModel(model).title)}
        </Figure>
        <Figure
          name={campaignTexts.creditedRevenue}
          of="creditedRevenue"
          value={<BigMoney valueMinor={valueMinor} currency={currency} />}
        />
      </dl>
    </section>
  );
}

/** What the show is credited with by something. */
function Divided({ show, by }: { show: string; by: ShowCreditGrouping }) {
  const [selection] = useSelection();
  const credit = useShowCredit(show, by);
  const { data, error } = credit;
  const way = (
    <Link to={paths.compare} search={{ ...carriedSelection(selection), groupBy: 'show' }} className={WAY}>
      {campaignTexts.toCompare}
    </Link>
  );
  return (
    <Panel
      id="divided"
      title={campaignTexts.divided(campaignTexts.groupings[by].toLowerCase())}
      busy={credit.isPlaceholderData}
      aside={way}
    >
      {error && !data && <Failure error={error} onRetry={() => void credit.refetch()} />}
      {!error && !data && <SkeletonLines count={4} label={texts.loading} />}
      {data && <CreditTable credit={data} by={by} all={words.all} />}
    </Panel>
  );
}

/** The figures, over time and divided; why there are none where there are none. */
function Credit({ show, by }: { show: string; by: ShowCreditGrouping }) {
  const [, change] = useSelection();
  const credit = useShowCredit(show, 'day');
  const { data, error } = credit;
  if (error && !data) return <Failure error={error} onRetry={() => void credit.refetch()} />;
  if (!data) return <SkeletonLines count={6} label={texts.loading} />;
  return (
    <>
      <FitNotice fit={data.fit} />
      {data.rows.length === 0 ? (
        <CreditNothing>
          <Empty title={words.empty} help={words.emptyHelp} />
        </CreditNothing>
      ) : (
        <>
          <Figures credit={data} />
          <CreditDays credit={data} busy={credit.isPlaceholderData} of={words.thisShow} />
          <Divided show={show} by={by} />
        </>
      )}
      <OtherCurrencies others={data.otherCurrencies} onChoose={(currency) => change({ currency })} />
    </>
  );
}

/** What a show is credited with under the model that is chosen: in all, over time, and by campaign, episode, position or channel. */
export function ShowCreditSection({ show }: { show: string }) {
  const { by = 'campaign' } = useSearch({ from: '/signed-in/catalog/shows/$key' });
  const navigate = useNavigate();
  const choose = (one: ShowCreditGrouping) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, by: one === 'campaign' ? undefined : one }),
      replace: true,
      resetScroll: false,
    });
  const options = SHOW_CREDIT_GROUPINGS.map((one) => [one, campaignTexts.groupings[one]] as const);
  return (
    <section aria-labelledby="show-credit" className="flex flex-col gap-4">
      <h2 id="show-credit" className="text-lead font-semibold">
        {words.title}
      </h2>
      <CreditChoices>
        <ChoiceFilter label={campaignTexts.by} value={by} options={options} onChoose={choose} />
      </CreditChoices>
      <Credit show={show} by={by} />
    </section>
  );
}
