import { hashSource, type Html, html, NOTHING } from '../../platform/markup.ts';
import type { BrandLook } from '../../tenants/brands/schema.ts';
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

/** How a page of a tenant looks: by its logo and colour, where it has them. */
export interface PageBrand {
  tenant: string;
  colours: { onLight: string; onDark: string } | null;
  /** Where the logo stands: below the address of the page itself. */
  logo: { address: string; width: number; height: number } | null;
}

/** The look of a page at an address, by what its tenant chose. */
export function pageBrand({ onLight, onDark, logo }: BrandLook, tenant: string, address: string): PageBrand {
  return {
    tenant,
    colours: onLight === null || onDark === null ? null : { onLight, onDark },
    logo: logo && { address: `${address}/logo`, width: logo.width, height: logo.height },
  };
}

/** What stands at the head of a page: the tenant's logo, or ours. */
export function markOf({ tenant, logo }: PageBrand): Html {
  if (logo === null) return BRAND;
  return html`<p><img class="logo" src="${logo.address}" alt="${tenant}" width="${logo.width}" height="${logo.height}" /></p>`;
}

/** What a page has beside its text. */
interface PageLook {
  brand?: PageBrand;
  /** True where it may send a form to its own address. */
  hasForm?: boolean;
}

function policyOf(style: string, logo: PageBrand['logo'] | undefined, hasForm: boolean): string {
  const images = logo ? " img-src 'self';" : '';
  const forms = hasForm ? "'self'" : "'none'";
  return `default-src 'none'; style-src ${hashSource(style)};${images} base-uri 'none'; form-action ${forms}; frame-ancestors 'none'`;
}

/** A page for whoever has its address: found by no search engine, without scripts or anything from elsewhere. */
export function pageOf(title: string, content: Html, { brand, hasForm = false }: PageLook = {}): Page {
  const colours = brand?.colours ? `\n:root { --accent: light-dark(${brand.colours.onLight}, ${brand.colours.onDark}); }` : '';
  const look = PAGE_STYLE + colours;
  // Without one a browser that may show pictures asks for /favicon.ico.
  const icon = brand?.logo ? html`<link rel="icon" href="${brand.logo.address}" />` : NOTHING;
  const style: Html = { markup: `<style>${look}</style>` };
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${icon}${style}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `;
  return { markup, policy: policyOf(look, brand?.logo, hasForm) };
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
