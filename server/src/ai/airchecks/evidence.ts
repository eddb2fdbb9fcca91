import { type Html, html, NOTHING } from '../../platform/markup.ts';
import { EVIDENCE_POLICY, EVIDENCE_STYLE } from './evidence-style.ts';
import { clockOf } from './placing.ts';
import type { Aircheck, Requirement, Verdict } from './schema.ts';

/** Names that the page tells, as the catalogue has them when it is made. */
export interface EvidenceNames {
  tenant: string;
  isSimulated: boolean;
  campaign: string;
  show: string;
  episode: string;
}

const KINDS: Readonly<Record<Requirement['kind'], string>> = {
  sponsor: 'Sponsor is named',
  talking_point: 'Talking point',
  promo_code: 'Promo code',
  address: 'Address',
  position: 'Position',
  length: 'Least length',
  forbidden_words: 'Must not be said',
  separation: 'Distance to a competitor',
};
const POSITIONS: Readonly<Record<string, string>> = { pre_roll: 'pre-roll', mid_roll: 'mid-roll', post_roll: 'post-roll' };
const VERDICT_TEXTS: Readonly<Record<Verdict, string>> = { pass: 'Pass', fail: 'Fail', uncertain: 'Uncertain' };
const OUTCOMES: Readonly<Record<Verdict, string>> = {
  pass: 'Every requirement passes.',
  fail: 'At least one requirement fails.',
  uncertain: 'Nothing fails, and at least one requirement is uncertain: listen to the recording.',
};
const SOURCES: Readonly<Record<string, string>> = {
  upload: 'a file that was sent',
  feed: "the transcript that the show's feed names",
  address: 'a file on the web',
  audio: 'audio, heard by a model',
};
const NOT_PROVEN = [
  'It reads a transcript, not the audio. What a transcript wrote down wrongly, this page repeats; the recording decides.',
  'It does not say how often the ad was downloaded or heard, nor what came of it.',
  'Tone, emphasis and whether claims are true or lawful are not judged.',
  '“Uncertain” is not a pass: the words are unclear, or what was checked cannot tell.',
];

function instantText(instant: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(instant),
  );
  return `${day}, ${new Date(instant).toISOString().slice(11, 16)} UTC`;
}

function wantedText({ kind, wanted }: Requirement, { separationMinutes }: Aircheck['brief']): string {
  if (kind === 'position') return POSITIONS[wanted] ?? wanted;
  if (kind === 'length') return `${wanted} seconds`;
  return kind === 'separation' ? `${wanted}, at least ${separationMinutes ?? 0} minutes` : wanted;
}

function quoteOf(quote: string | null, startMs: number | null): Html {
  if (quote === null || startMs === null) return NOTHING;
  return html`<blockquote><time>${clockOf(startMs)}</time>“${quote}”</blockquote>`;
}

const verdictOf = (verdict: Verdict) => html`<span class="verdict ${verdict}">${VERDICT_TEXTS[verdict]}</span>`;

function requirementRow(requirement: Requirement, brief: Aircheck['brief']): Html {
  const { kind, verdict, why, quote, startMs } = requirement;
  return html`<tr>
    <th scope="row">${KINDS[kind]}<span class="wanted">${wantedText(requirement, brief)}</span></th>
    <td>${verdictOf(verdict)}</td>
    <td>${why}${quoteOf(quote, startMs)}</td>
  </tr> `;
}

/** Which copy of the episode was read: with inserted ads, no two listeners need hear the same. */
function copyText({ copy, capturedAt, copyNote }: Aircheck['transcript']): string {
  const note = copyNote === null ? '' : ` (${copyNote})`;
  if (copy === 'episode_file')
    return "The episode's file, which every listener gets; ads that are inserted for one listener are not in it.";
  if (copy === 'creative') return `The creative alone, as it was delivered${note}; not an episode with it.`;
  return `What one listener got, captured on ${instantText(capturedAt ?? '')}${note}; another listener may have got other ads.`;
}

const fact = (name: string, value: string): Html =>
  html`<dt>${name}</dt>
    <dd>${value}</dd> `;

function factsOf(aircheck: Aircheck): Html {
  const { transcript, method, model, briefVersion, id, createdAt } = aircheck;
  const heard = transcript.method === 'given' ? '' : `, by ${transcript.model ?? 'a model'}`;
  const where = transcript.url === null ? '' : `, ${transcript.url}`;
  const text = `${SOURCES[transcript.source]}${heard}; version ${transcript.version}${where}`;
  const times = transcript.timing === 'stated' ? 'stated in the transcript' : 'estimated from the words; the transcript states none';
  const rules = "fixed rules hold the transcript's words against the brief; no language model judges";
  const how = `${method.replaceAll('_', ' ')} (${model}): ${rules}`;
  return html`<section>
    <h2>What was checked, and how</h2>
    <dl>
      ${fact('Copy', copyText(transcript))} ${fact('Transcript', text)} ${fact('Times', times)}
      <dt>SHA-256 of the transcript</dt>
      <dd><code>${transcript.contentSha256}</code></dd>
      ${fact('Brief', `version ${briefVersion}, of the placement ${aircheck.placement}`)} ${fact('Method', how)}
      ${fact('Checked', instantText(createdAt))} ${fact('Aircheck', id)}
    </dl>
  </section>`;
}

function readOf({ read }: Aircheck): Html {
  if (read === null) return html`<p class="notice">No read of this sponsor was found in the transcript.</p>`;
  return html`<section>
    <h2>The read, from ${clockOf(read.startMs)} to ${clockOf(read.endMs)}</h2>
    ${quoteOf(read.quote, read.startMs)}
  </section>`;
}

/** An aircheck as one page that needs nothing else: its style is in it, it has no script, and it can be printed. */
export function evidencePage(aircheck: Aircheck, names: EvidenceNames): string {
  const { brief, outcome, requirements, counts } = aircheck;
  const title = `Aircheck: ${brief.sponsor} in ${names.episode}`;
  const style: Html = { markup: `<style>${EVIDENCE_STYLE}</style>` };
  const isSimulated = names.isSimulated ? html`<p class="notice">Simulated data: this read was never on air.</p>` : NOTHING;
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="content-security-policy" content="${EVIDENCE_POLICY.replace(/; frame-ancestors.*$/, '')}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <main>
          <header>
            <strong>Earshot aircheck</strong>
            <p class="muted">${names.tenant} · ${instantText(aircheck.createdAt)}</p>
          </header>
          ${isSimulated}
          <div>
            <h1>${title}</h1>
            <p class="muted">${names.show} · campaign ${names.campaign} · placement ${aircheck.placement}</p>
          </div>
          <p class="outcome">
            ${verdictOf(outcome)} ${OUTCOMES[outcome]}
            <span class="muted">${counts.pass} pass, ${counts.fail} fail, ${counts.uncertain} uncertain.</span>
          </p>
          <section>
            <h2>Requirements</h2>
            <table>
              <thead>
                <tr>
                  <th scope="col">Asked for</th>
                  <th scope="col">Result</th>
                  <th scope="col">Why, and the words that speak for it</th>
                </tr>
              </thead>
              <tbody>
                ${requirements.map((one) => requirementRow(one, brief))}
              </tbody>
            </table>
          </section>
          ${readOf(aircheck)} ${factsOf(aircheck)}
          <section>
            <h2>What this does not prove</h2>
            <ul>
              ${NOT_PROVEN.map((text) => html`<li>${text}</li>`)}
            </ul>
          </section>
        </main>
      </body>
    </html> `;
  return markup;
}
