import { createHash } from 'node:crypto';
import { type Html, html } from '../../platform/markup.ts';
import { PAGE_STYLE } from './style.ts';

/** A page with what it may do. */
export interface Page {
  markup: string;
  /** Its content security policy: to look as it does, and nothing else. */
  policy: string;
}

export const BRAND = html`<p class="brand">
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" aria-hidden="true">
    <circle cx="5.5" cy="12" r="2.9" fill="currentColor" stroke="none" />
    <path d="M12 6.2a8.2 8.2 0 0 1 0 11.6" />
    <path d="M17 2.8a13 13 0 0 1 0 18.4" /></svg
  >Earshot
</p>`;

function policyOf(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** A page for whoever has its address: found by no search engine, without scripts or anything from elsewhere. */
export function pageOf(title: string, content: Html): Page {
  const style: Html = { markup: `<style>${PAGE_STYLE}</style>` };
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `;
  return { markup, policy: policyOf(PAGE_STYLE) };
}

/** What stands at an address at which there is nothing, whyever. */
export const ABSENT: [title: string, says: string] = [
  'There is nothing here',
  'The address is wrong, or its time is over. Ask whoever gave it to you for another one.',
];

/** A page that says one thing alone. */
export function sayingPage(title: string, says: string): Page {
  return pageOf(
    title,
    html`<header>${BRAND}</header>
      <h1>${title}</h1>
      <p class="muted">${says}</p>`,
  );
}

/** An instant for people, in UTC. */
export function instantText(instant: string): string {
  const ms = Date.parse(instant);
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(ms);
  return `${day}, ${new Date(ms).toISOString().slice(11, 16)} UTC`;
}

/** An instant for people, in a zone of theirs. */
export function zoneInstantText(atMs: number, timeZone: string): string {
  const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { ...day, hour: '2-digit', minute: '2-digit', timeZone, timeZoneName: 'short' });
  return format.format(atMs).replace(' at ', ', ');
}
