import { type Html, html, NOTHING } from '../../platform/markup.ts';
import { moneyText } from '../explanations/sentences.ts';
import type { RunCredit } from '../runs/schema.ts';
import { ABSENT, instantText, markOf, type Page, type PageBrand, pageBrand, pageOf, sayingPage } from '../public-pages/page.ts';
import type { ExplanationStatement } from './schema.ts';
import type { ExplanationPage } from './service.ts';

const MESSAGES: Record<Exclude<ExplanationPage['state'], 'live'>, [title: string, says: string]> = {
  absent: ABSENT,
  erased: [
    'This was erased',
    'A person behind these events was erased, or the events grew too old to be kept. Nothing more of them can be shown.',
  ],
  withheld: [
    'This is not shown at present',
    'The use of these events is restricted, or they were put right since. Ask whoever gave you the address.',
  ],
};

/** A page that says why there is nothing to see. */
export function messagePage(state: Exclude<ExplanationPage['state'], 'live'>): Page {
  const [title, says] = MESSAGES[state];
  return sayingPage(title, says);
}

function nameOf(names: ExplanationStatement['names'][keyof ExplanationStatement['names']], key: string | null): string | null {
  return names.find((one) => one.key === key)?.name ?? key;
}

function amountText({ conversion: { currency, valueMinor } }: ExplanationStatement, row: RunCredit): string {
  if (currency === null || valueMinor === null) return `${row.nanoConversions / 1e9}`;
  return moneyText(row.creditMinor, currency);
}

function shareOf(row: RunCredit): number {
  return Math.round((row.weight ?? 0) * 10_000) / 100;
}

const EVIDENCE_NAMES: Record<NonNullable<RunCredit['evidence']>, string> = {
  click_id: 'same click',
  user_id: 'same user',
  email_hash: 'same e-mail address, hashed',
  device_id: 'same device',
  promo_code: 'promo code',
  survey: 'survey answer',
  ip_user_agent: 'same address and program',
  household_ip: 'same household address',
};

function placeOf({ names }: ExplanationStatement, row: RunCredit): Html {
  if (row.outcome === 'organic') return html`No ad<span>organic, a model estimate</span>`;
  const [show, episode, campaign] = [
    nameOf(names.shows, row.show),
    nameOf(names.episodes, row.episode),
    nameOf(names.campaigns, row.campaign),
  ];
  const title = show ?? campaign ?? row.channel ?? 'No show';
  const more = [episode, show === null ? null : campaign, row.placement?.replaceAll('_', ' ') ?? null].filter((part) => part !== null);
  const how = `${row.touchpointKind?.replaceAll('_', ' ') ?? ''}, matched by ${row.evidence === null ? '-' : EVIDENCE_NAMES[row.evidence]}`;
  return html`${title}<span>${more.join(' · ')}</span><span>${row.occurredAt === null ? '' : instantText(row.occurredAt)}</span
    ><span>${how}</span>`;
}

function creditLine(statement: ExplanationStatement, row: RunCredit, working: string): Html {
  const share = shareOf(row);
  const bar = html`<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect width="100" height="4" rx="2" fill="currentColor" opacity="0.2" />
    <rect width="${share}" height="4" rx="2" fill="currentColor" />
  </svg>`;
  return html`<tr>
    <th scope="row">${placeOf(statement, row)}</th>
    <td class="working">${working === '' ? 'all of it' : working}${bar}</td>
    <td class="number">${amountText(statement, row)}<span>${share} %</span></td>
  </tr>`;
}

function totalOf(statement: ExplanationStatement): string {
  const { credits, conversion } = statement;
  const { currency, valueMinor } = conversion;
  if (currency === null || valueMinor === null) return '1 conversion';
  return moneyText(
    credits.reduce((sum, { creditMinor }) => sum + creditMinor, 0),
    currency,
  );
}

function creditTable(statement: ExplanationStatement): Html {
  const { credits, workings } = statement;
  if (credits[0].outcome !== 'attributed') return NOTHING;
  const rows = credits.map((row, place) => creditLine(statement, row, workings[place] ?? ''));
  const sum = credits.length === 1 ? '' : credits.map((row) => amountText(statement, row)).join(' + ');
  return html`<section>
    <h2>How the credit is shared</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Touchpoint</th>
          <th scope="col">How its share comes about</th>
          <th scope="col" class="number">Credit</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Together</th>
          <td class="working">${sum}</td>
          <td class="number">${totalOf(statement)}</td>
        </tr>
      </tfoot>
    </table>
  </section>`;
}

function headOf(statement: ExplanationStatement, brand: PageBrand): Html {
  const { conversion, tenant, madeAt } = statement;
  const { kind, id, valueMinor, currency } = conversion;
  const name = id === null ? `One ${kind}` : `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${id}`;
  const worth = valueMinor === null || currency === null ? NOTHING : html`<p class="sum">${moneyText(valueMinor, currency)}</p>`;
  return html`<header>
      ${markOf(brand)}
      <p class="muted">${tenant} · ${instantText(madeAt)}</p>
    </header>
    <div>
      <h1>${name}, ${instantText(conversion.occurredAt)}: which ads it is credited to, and why</h1>
      ${worth}
    </div>`;
}

function noticesOf(statement: ExplanationStatement, restated: Extract<ExplanationPage, { state: 'live' }>['restated']): Html {
  const { conversion, note, simulated } = statement;
  const notices: Html[] = [];
  if (simulated) notices.push(html`<p class="notice">Simulated data: these events did not happen.</p>`);
  if (restated) {
    const { at, valueMinor } = restated;
    const now =
      valueMinor === undefined || valueMinor === null || conversion.currency === null
        ? ''
        : ` It is now worth ${moneyText(valueMinor, conversion.currency)}.`;
    notices.push(html`<p class="notice">Restated since, on ${instantText(at)}: what follows is no longer the latest.${now}</p>`);
  }
  if (note !== null) notices.push(html`<p class="note"><strong>Note of ${statement.tenant}</strong>${note}</p>`);
  return html`${notices}`;
}

function optionsText({ options, model }: ExplanationStatement): string {
  const parts = [`${options.lookbackDays} days of lookback`, `evidence at least ${EVIDENCE_NAMES[options.minEvidence]}`];
  if (model.name === 'time_decay') parts.push(`half-life ${model.halfLifeDays} days`);
  if (model.name === 'position_based') parts.push(`first ${model.firstShare}, last ${model.lastShare}`);
  if (options.repeats === 'unique') parts.push('one touchpoint per campaign and day');
  if (model.fit) parts.push(`fitted ${instantText(model.fit.createdAt)} to ${model.fit.conversions} conversions, by ${model.fit.unit}`);
  return parts.join(' · ');
}

function proofOf(statement: ExplanationStatement, expiresAt: string, token: string): Html {
  const { model, asOf, engineVersion, inputHash, outputHash, issuer } = statement;
  return html`<section>
    <h2>What this rests on</h2>
    <dl>
      <dt>Model</dt>
      <dd>${model.title}: ${model.description}</dd>
      <dt>Options</dt>
      <dd>${optionsText(statement)}</dd>
      <dt>As known at</dt>
      <dd>${asOf}</dd>
      <dt>Engine</dt>
      <dd>${engineVersion}</dd>
      <dt>Inputs, SHA-256</dt>
      <dd><code>${inputHash}</code></dd>
      <dt>Credits, SHA-256</dt>
      <dd><code>${outputHash}</code></dd>
      <dt>Signed by</dt>
      <dd>${issuer}</dd>
      <dt>Answers until</dt>
      <dd>${instantText(expiresAt)}</dd>
    </dl>
    <p class="screen muted">
      <a href="/x/${token}.json" download>Download the signed statement</a> and
      <a href="/.well-known/explanation-keys.json" download>the public keys</a> it is checked by, and run
      <code>earshot explanations verify explanation.json --key explanation-keys.json</code>: it checks the signature and computes the
      statement again, with no connection to anybody. The keys stand at ${issuer}/.well-known/explanation-keys.json.
    </p>
  </section>`;
}

/** The page of one conversion: what it came to, whom it is credited to, the arithmetic, and what it rests on. */
export function explanationPage(page: Extract<ExplanationPage, { state: 'live' }>, token: string): Page {
  const { statement, restated, expiresAt } = page;
  const brand = pageBrand(page.brand, statement.tenant, `/x/${token}`);
  const sentences = statement.sentences.map((sentence) => html`<li>${sentence}</li>`);
  const content = html`${headOf(statement, brand)}${noticesOf(statement, restated)}${creditTable(statement)}
    <section>
      <h2>In words</h2>
      <ol>
        ${sentences}
      </ol>
    </section>
    ${proofOf(statement, expiresAt, token)}`;
  return pageOf(`${statement.tenant}: one ${statement.conversion.kind} explained`, content, { brand });
}
