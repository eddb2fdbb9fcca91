/** How pages look: by the reader's scheme, on a phone, and on one A4 page. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#f4f6f4, #0d1211); --surface: light-dark(#ffffff, #141a19);
  --line: light-dark(#dde3df, #26302d); --ink: light-dark(#13201d, #e6edea); --muted: light-dark(#4a5954, #a6b4af);
  --accent: light-dark(#0b6e5f, #58c9b0); --sunken: light-dark(#eef2ef, #1a2220); --warn: light-dark(#7a4a00, #f0c070); }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); padding: 1.5rem 1rem; overflow-wrap: anywhere;
  font: 0.9375rem/1.5 -apple-system, BlinkMacSystemFont, 'Segoe UI', Inter, Roboto, 'Helvetica Neue', sans-serif; }
main { background: var(--surface); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.75rem; max-width: 52rem;
  margin: 0 auto; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; justify-content: space-between; align-items: baseline; }
.brand { display: inline-flex; gap: 0.5rem; align-items: center; font-weight: 600; letter-spacing: -0.02em; }
.brand svg { width: 1.375rem; height: 1.375rem; color: var(--accent); }
/* A logo is made for white paper; on a dark page it keeps some around it. */
.logo { display: block; width: auto; height: auto; max-width: 12rem; max-height: 3rem;
  background: #ffffff; border-radius: 0.25rem; padding: 0.25rem; }
button { font: inherit; font-weight: 600; color: var(--surface); background: var(--accent); border: 0; border-radius: 0.4375rem;
  padding: 0.625rem 1rem; } button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
h1 { font-size: 1.375rem; line-height: 1.3; text-wrap: balance; letter-spacing: -0.01em; }
h2 { font-size: 1rem; line-height: 1.3; margin-bottom: 0.5rem; }
.muted, figcaption { color: var(--muted); }
.notice { border: 1px solid var(--line); border-left: 0.25rem solid var(--warn); border-radius: 0.4375rem; padding: 0.625rem 0.875rem; }
.note { background: var(--sunken); border-radius: 0.4375rem; padding: 0.625rem 0.875rem; white-space: pre-line; }
.note strong { display: block; font-weight: 600; }
.sum { font-size: 2rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
ol { padding-left: 1.25rem; display: grid; gap: 0.375rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; color: var(--muted); font-weight: 500; }
th.number, td.number { text-align: right; padding-right: 0; padding-left: 0.75rem; white-space: nowrap; }
tbody th { font-weight: 600; } th span, td span { display: block; color: var(--muted); font-weight: 400; }
tfoot th, tfoot td { border-top: 2px solid var(--ink); font-weight: 600; }
.plain tfoot tr + tr > * { border-top: 1px solid var(--line); font-weight: 400; }
td svg { display: block; width: 100%; max-width: 10rem; height: 0.375rem; margin-top: 0.375rem; color: var(--accent); }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: 0.25rem 1rem; font-size: 0.8125rem; }
dt { color: var(--muted); } code { font-family: ui-monospace, 'SF Mono', Menlo, monospace; font-size: 0.75rem; }
dl + p { margin-top: 1rem; }
ul { padding-left: 1.25rem; display: grid; gap: 0.375rem; } .wide { overflow-x: auto; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; }
.figures dt { font-size: 0.8125rem; } .figures dd { font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.figures dd span { display: block; font-size: 0.8125rem; font-weight: 400; color: var(--muted); }
a { color: var(--accent); text-underline-offset: 0.2em; } a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 36rem) {
  body { padding: 0.75rem; } main { padding: 1.125rem; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: 1fr auto; padding: 0.625rem 0; border-top: 1px solid var(--line); }
  th, td { border: 0; padding: 0; } td.working { grid-column: 1 / -1; grid-row: 2; padding-top: 0.25rem; }
  tfoot tr { border-top: 2px solid var(--ink); } tfoot th, tfoot td { border: 0; }
  table.plain thead { position: static; width: auto; height: auto; clip-path: none; } .plain tr { display: table-row; }
  .plain th, .plain td { padding: 0.5rem 0; border-top: 1px solid var(--line); }
  .plain td.number, .plain th.number { padding-left: 0.75rem; }
  .plain th { min-width: 7rem; } dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
}
@media print {
  @page { size: A4; margin: 12mm; } :root { color-scheme: light; }
  body { background: none; padding: 0; font-size: 9.5pt; line-height: 1.35; }
  main { border: 0; padding: 0; max-width: none; gap: 0.75rem; } h1 { font-size: 13pt; } h2 { font-size: 10.5pt; margin-bottom: 0.25rem; }
  .sum { font-size: 18pt; } ol { gap: 0.125rem; } th, td { padding-top: 0.25rem; padding-bottom: 0.25rem; }
  tr, li, dl, dd, .notice, .note { break-inside: avoid; } dt, h2 { break-after: avoid; } thead { display: table-header-group; }
  tfoot { display: table-row-group; } .wide { overflow: visible; }
  .plain { font-size: 8pt; } .plain td.number, .plain th.number { padding-left: 0.375rem; white-space: normal; }
  dl, code { font-size: 7.5pt; } .screen { display: none; }
}`;
