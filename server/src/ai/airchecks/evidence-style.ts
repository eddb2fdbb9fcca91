import { createHash } from 'node:crypto';

/** How the page looks: by the reader's scheme, on a phone, and on paper. */
export const EVIDENCE_STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#f4f6f4, #0d1211); --surface: light-dark(#ffffff, #141a19);
  --line: light-dark(#dde3df, #26302d); --ink: light-dark(#13201d, #e6edea); --muted: light-dark(#4a5954, #a6b4af);
  --sunken: light-dark(#eef2ef, #1a2220); --pass: light-dark(#0b6e5f, #58c9b0); --fail: light-dark(#a3232b, #ff9a94);
  --uncertain: light-dark(#7a4a00, #f0c070); }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); padding: 1.5rem 1rem; overflow-wrap: anywhere;
  font: 0.9375rem/1.5 -apple-system, BlinkMacSystemFont, 'Segoe UI', Inter, Roboto, 'Helvetica Neue', sans-serif; }
main { background: var(--surface); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.75rem; max-width: 56rem;
  margin: 0 auto; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; justify-content: space-between; }
h1 { font-size: 1.375rem; line-height: 1.3; text-wrap: balance; } h2 { font-size: 1rem; margin-bottom: 0.5rem; }
.muted, .wanted, figcaption { color: var(--muted); }
.notice { border: 1px solid var(--line); border-left: 0.25rem solid var(--uncertain); border-radius: 0.4375rem;
  padding: 0.625rem 0.875rem; }
.verdict { font-weight: 600; white-space: nowrap; } .verdict::before { display: inline-block; width: 1.25em; }
.pass { color: var(--pass); } .pass::before { content: '✓'; } .fail { color: var(--fail); } .fail::before { content: '✕'; }
.uncertain { color: var(--uncertain); } .uncertain::before { content: '?'; }
.outcome { font-size: 1.125rem; }
table { width: 100%; border-collapse: collapse; } thead { text-align: left; color: var(--muted); }
th, td { text-align: left; padding: 0.625rem 1rem 0.625rem 0; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; font-weight: 500; } tbody th { font-weight: 600; width: 28%; } td:last-child { padding-right: 0; }
.wanted { display: block; font-weight: 400; } blockquote { background: var(--sunken); border-radius: 0.4375rem; padding: 0.5rem 0.75rem;
  margin-top: 0.375rem; } blockquote time { color: var(--muted); font-variant-numeric: tabular-nums; margin-right: 0.5rem; }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) minmax(0, 1fr); gap: 0.25rem 1rem; }
dt { color: var(--muted); } code { font-family: ui-monospace, 'SF Mono', Menlo, monospace; font-size: 0.8125rem; }
ul { padding-left: 1.25rem; display: grid; gap: 0.25rem; }
@media (max-width: 36rem) { body { padding: 0.75rem; } main { padding: 1.125rem; } thead { position: absolute; clip-path: inset(50%); }
  tr { display: grid; padding: 0.625rem 0; border-top: 1px solid var(--line); } th, td, tbody th { border: 0; padding: 0; width: auto; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.5rem; } }
@media print { @page { size: A4; margin: 14mm; } :root { color-scheme: light; } body { background: none; padding: 0; font-size: 9.5pt; }
  main { border: 0; padding: 0; max-width: none; gap: 1rem; } tr, li, blockquote { break-inside: avoid; } }`;

const HASH = createHash('sha256').update(EVIDENCE_STYLE).digest('base64');

/** What the page may do: look as above, and nothing else. */
export const EVIDENCE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
