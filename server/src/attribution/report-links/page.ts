import { type Html, html, NOTHING } from '../../platform/markup.ts';
import { moneyText } from '../explanations/sentences.ts';
import type { PageFile } from '../public-pages/answers.ts';
import { ABSENT, markOf, type Page, type PageBrand, pageBrand, pageOf, sayingPage, zoneInstantText } from '../public-pages/page.ts';
import type { Comparison } from '../reports/schema.ts';
import {
  allOf,
  coveredRatios,
  coversText,
  kindsText,
  periodText,
  rowLabel,
  type ToldReport,
  unrealOf,
  waitingText,
} from '../shared-reports/rules.ts';
import { definitionsOf, groupNames, modelList, optionsText } from './page-texts.ts';
import type { ReportPage } from './service.ts';

type Live = Extract<ReportPage, { state: 'live' }>;

/** So many rows stand on a page; a file has them all. */
const MOST_ROWS = 200;

const MESSAGES: Record<Exclude<ReportPage['state'], 'live'>, [title: string, says: string]> = {
  absent: ABSENT,
  unreadable: [
    'This report cannot be shown',
    'Something that it is made of is no longer there, such as a model that was put out of use. Ask whoever gave you the address.',
  ],
  busy: ['Too many reports are being opened', 'Figures are computed when a page is opened, a few at a time. Try again in a moment.'],
};

/** A page that says why there is nothing to see. */
export function reportMessage(state: Exclude<ReportPage['state'], 'live'>): Page {
  return sayingPage(...MESSAGES[state]);
}

/** The figures of a page as a file. */
export function reportFile(content: Buffer): PageFile {
  return { name: 'report.csv', type: 'text/csv; charset=utf-8', content };
}

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

const countText = (count: number) => COUNT.format(count);
const shareText = (part: number, whole: number) => (whole === 0 ? '-' : `${countText(Math.round((part / whole) * 1_000) / 10)} %`);

function worth({ currency }: Comparison, minor: number): string {
  return currency === null ? '-' : moneyText(minor, currency);
}

const hasMoney = ({ currency, totals, models }: Comparison) => currency !== null && totals[models[0]].valueMinor !== 0;

/** What a report is called where nobody gave it a title. */
export function reportTitle({ tenant, comparison, covers }: ToldReport): string {
  return `${tenant.name}: ${covers ? `${covers.label}, ` : ''}credit by ${groupNames[comparison.groupBy]}`;
}

function headOf({ link, told }: Live, brand: PageBrand): Html {
  const { tenant, comparison, computedAtMs } = told;
  const parts = [`Credit by ${groupNames[comparison.groupBy]}`, periodText(told), kindsText(told)];
  return html`<header>
      ${markOf(brand)}
      <p class="muted">${tenant.name} · as of ${zoneInstantText(computedAtMs, tenant.timeZone)}</p>
    </header>
    <div>
      <h1>${link.title ?? reportTitle(told)}</h1>
      <p class="muted">${parts.join(' · ')}</p>
    </div>`;
}

function noticesOf({ link, told }: Live): Html {
  const { tenant, comparison, covers } = told;
  const unreal = unrealOf(told);
  const waiting = waitingText(told);
  const { asOf, eventsKeptFrom, otherCurrencies } = comparison;
  const says = [
    ...(unreal ? [unreal.sentence] : []),
    ...(covers ? [coversText(covers)] : []),
    ...(waiting === undefined ? [] : [waiting]),
    ...(asOf === null ? [] : [`These are the figures as they were known on ${zoneInstantText(Date.parse(asOf), tenant.timeZone)}.`]),
    ...(eventsKeptFrom === null
      ? []
      : [
          `Events are kept from ${eventsKeptFrom.slice(0, 10)} on; what was before is ` +
            (covers ? 'not in these figures.' : 'known as daily sums alone.'),
        ]),
    ...otherCurrencies.map(
      ({ currency, conversions, valueMinor }) =>
        `Not in these amounts: ${countText(conversions)} conversions worth ${moneyText(valueMinor, currency)}.`,
    ),
  ];
  const note = link.note === null ? NOTHING : html`<p class="note"><strong>Note of ${tenant.name}</strong>${link.note}</p>`;
  return html`${says.map((text) => html`<p class="notice">${text}</p>`)}${note}`;
}

function figure(name: string, value: string, beside: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}<span>${beside}</span></dd>
  </div>`;
}

/** The figures of what a restricted report covers. */
function coveredFigures(told: ToldReport, showsSpend: boolean): Html {
  const { comparison } = told;
  const [model] = comparison.models;
  const { conversions, valueMinor } = comparison.totals[model];
  const [spend, roas, cpa] = spendTexts(comparison, coveredRatios(told, model));
  return html`<dl class="figures">
    ${[
      figure('Credited conversions', countText(conversions), ''),
      ...(hasMoney(comparison) ? [figure('Credit', worth(comparison, valueMinor), '')] : []),
      ...(showsSpend ? [figure('Spend', spend, ''), figure('ROAS', roas, ''), figure('CPA', cpa, '')] : []),
    ]}
  </dl>`;
}

function figuresOf(told: ToldReport, showsSpend: boolean): Html {
  const { comparison, covers } = told;
  if (covers) return coveredFigures(told, showsSpend);
  const { models, totals } = comparison;
  const { conversions, valueMinor, attributedConversions, unattributedConversions, unattributedValueMinor } = totals[models[0]];
  const money = hasMoney(comparison);
  return html`<dl class="figures">
    ${[
      figure('Conversions', countText(conversions), money ? worth(comparison, valueMinor) : ''),
      figure('Attributed', countText(attributedConversions), shareText(attributedConversions, conversions)),
      figure('Unattributed', countText(unattributedConversions), money ? worth(comparison, unattributedValueMinor) : ''),
    ]}
  </dl>`;
}

interface Sums {
  conversions: number;
  valueMinor: number;
}

function sumCell(comparison: Comparison, { conversions, valueMinor }: Sums): Html {
  const counted = `${countText(conversions)} ${conversions === 1 ? 'conversion' : 'conversions'}`;
  if (!hasMoney(comparison)) return html`<td class="number">${countText(conversions)}</td>`;
  return html`<td class="number">${worth(comparison, valueMinor)}<span>${counted}</span></td>`;
}

interface Ratios {
  spendMinor: number | null;
  roas: number | null;
  cpaMinor: number | null;
}

function spendTexts(comparison: Comparison, { spendMinor, roas, cpaMinor }: Ratios): string[] {
  return [
    spendMinor === null ? '-' : worth(comparison, spendMinor),
    roas === null ? '-' : `${countText(roas)}×`,
    cpaMinor === null ? '-' : worth(comparison, Math.round(cpaMinor)),
  ];
}

/** What was spent, and what that makes: only where one model is shown, since it is another for each. */
function spendCells(comparison: Comparison, ratios: Ratios): Html {
  return html`${spendTexts(comparison, ratios).map((text) => html`<td class="number">${text}</td>`)}`;
}

function hasSpend({ link, told: { comparison, covers } }: Live): boolean {
  const isKnown = (covers?.spendMinor ?? null) !== null || comparison.rows.some(({ spendMinor }) => spendMinor !== null);
  return link.showsSpend && comparison.models.length === 1 && isKnown;
}

/** The foot of a restricted report: its own sum, and nothing beside it. */
function coveredFoot(told: ToldReport, name: string, showsSpend: boolean): Html {
  const { comparison } = told;
  const { models, totals } = comparison;
  return html`<tfoot>
    <tr>
      <th scope="row">${name}</th>
      ${models.map((model) => sumCell(comparison, totals[model]))}${
        showsSpend ? spendCells(comparison, coveredRatios(told, models[0])) : NOTHING
      }
    </tr>
  </tfoot>`;
}

function footOf(told: ToldReport, showsSpend: boolean): Html {
  const { comparison, covers } = told;
  if (covers) return coveredFoot(told, allOf(covers), showsSpend);
  const { models, totals } = comparison;
  const line = (name: string, of: (model: string) => Sums) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${models.map((model) => sumCell(comparison, of(model)))}${
        showsSpend
          ? html`<td></td>
              <td></td>
              <td></td>`
          : NOTHING
      }
    </tr>`;
  const isOrganic = models.some((model) => totals[model].organicConversions > 0);
  return html`<tfoot>
    ${line('Credited together', (model) => ({
      conversions: totals[model].attributedConversions,
      valueMinor: totals[model].attributedValueMinor,
    }))}
    ${
      isOrganic
        ? line('Organic, a model estimate', (model) => ({
            conversions: totals[model].organicConversions,
            valueMinor: totals[model].organicValueMinor,
          }))
        : NOTHING
    }
    ${line('Unattributed', (model) => ({
      conversions: totals[model].unattributedConversions,
      valueMinor: totals[model].unattributedValueMinor,
    }))}
    ${line('All conversions', (model) => totals[model])}
  </tfoot>`;
}

function ratiosOf({ models }: Comparison, { spendMinor, credits }: Comparison['rows'][number]): Ratios {
  return { ...credits[models[0]], spendMinor };
}

function tableOf(told: ToldReport, showsSpend: boolean): Html {
  const { comparison } = told;
  const { models, rows, groupBy } = comparison;
  const titles = new Map(modelList(comparison).map(({ name, title }) => [name, title]));
  const heads = models.length === 1 ? [hasMoney(comparison) ? 'Credit' : 'Conversions'] : models.map((name) => titles.get(name) ?? name);
  const more = showsSpend ? ['Spend', 'ROAS', 'CPA'] : [];
  const ofRow = (row: Comparison['rows'][number]) => (showsSpend ? spendCells(comparison, ratiosOf(comparison, row)) : NOTHING);
  const left = rows.length - MOST_ROWS;
  return html`<section>
    <h2>Credit by ${groupNames[groupBy]}</h2>
    <div class="wide" tabindex="0" role="region" aria-label="Credit by ${groupNames[groupBy]}">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${groupNames[groupBy].replace(/^./, (first) => first.toUpperCase())}</th>
            ${[...heads, ...more].map((head) => html`<th scope="col" class="number">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, MOST_ROWS).map(
            (row) =>
              html`<tr>
                <th scope="row">${rowLabel(comparison, row)}</th>
                ${models.map((model) => sumCell(comparison, row.credits[model]))}${ofRow(row)}
              </tr>`,
          )}
        </tbody>
        ${footOf(told, showsSpend)}
      </table>
    </div>
    ${left > 0 ? html`<p class="muted">${countText(left)} more rows are in the CSV, and in the sums.</p>` : NOTHING}
  </section>`;
}

const pairs = (list: readonly (readonly [string, string])[]) =>
  html`<dl>
    ${list.map(
      ([name, says]) =>
        html`<dt>${name}</dt>
          <dd>${says}</dd>`,
    )}
  </dl>`;

function restOf({ link, told }: Live, token: string, showsSpend: boolean): Html {
  const { comparison, tenant, covers } = told;
  const models = modelList(comparison).map(({ title, description, rests }) => [title, `${description}${rests}`] as const);
  return html`<section>
      <h2>What the figures mean</h2>
      ${pairs(definitionsOf(comparison, { hasMoney: hasMoney(comparison), showsSpend, covers }))}
    </section>
    <section>
      <h2>What this rests on</h2>
      ${pairs([
        ...models,
        ['Options', optionsText(comparison)],
        ['Answers until', zoneInstantText(Date.parse(link.expiresAt), tenant.timeZone)],
      ])}
      <p class="screen muted"><a href="/r/${token}.csv" download>Download these figures as CSV</a>. To keep the page as a PDF, print it.</p>
    </section>`;
}

/** The page of a report: its figures as they are now, how they come about, and what they mean. */
export function reportPage(page: Live, token: string): Page {
  const { link, told } = page;
  const brand = pageBrand(page.brand, told.tenant.name, `/r/${token}`);
  const showsSpend = hasSpend(page);
  const figures = html`${figuresOf(told, showsSpend)}${tableOf(told, showsSpend)}`;
  const content = html`${headOf(page, brand)}${noticesOf(page)}${figures}${restOf(page, token, showsSpend)}`;
  return pageOf(link.title ?? reportTitle(told), content, { brand });
}
