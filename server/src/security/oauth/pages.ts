import { hashSource } from '../../platform/markup.ts';
import type { ClientScope } from '../oauthclients/schema.ts';
import { SCOPE_WORDS } from './rules.ts';

/** What the consent page tells a person. */
export interface ConsentView {
  clientName: string;
  tenantName: string;
  person: { name: string; email: string };
  scopes: ClientScope[];
  /** Where the person goes afterwards, as a host or the scheme of an app. */
  destination: string;
  token: string;
}

const STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#f4f6f4, #0d1211); --surface: light-dark(#ffffff, #141a19);
  --line: light-dark(#dde3df, #26302d); --ink: light-dark(#13201d, #e6edea); --muted: light-dark(#4a5954, #a6b4af);
  --accent: light-dark(#0b6e5f, #58c9b0); --on-accent: light-dark(#ffffff, #06231d); }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem;
  font: 0.875rem/1.4 -apple-system, BlinkMacSystemFont, 'Segoe UI', Inter, Roboto, 'Helvetica Neue', sans-serif; }
main { background: var(--surface); border: 1px solid var(--line); border-radius: 0.75rem; padding: 2rem; width: 100%; max-width: 27rem;
  display: grid; gap: 1.25rem; }
.brand { display: inline-flex; gap: 0.5rem; align-items: center; font-size: 1rem; font-weight: 600; letter-spacing: -0.02em; }
.brand svg { width: 1.5rem; height: 1.5rem; color: var(--accent); }
h1 { font-size: 1.25rem; line-height: 1.3; text-wrap: balance; overflow-wrap: anywhere; }
p { color: var(--muted); overflow-wrap: anywhere; } strong { color: var(--ink); font-weight: 600; }
ul { padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 0.4375rem; }
li { padding: 0.625rem 0.875rem; } li + li { border-top: 1px solid var(--line); }
form { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; }
button, .button { min-height: 2.75rem; border-radius: 0.4375rem; border: 1px solid var(--line); background: transparent; color: var(--ink);
  font: inherit; font-weight: 600; cursor: pointer; display: grid; place-items: center; text-decoration: none; }
button.allow, .button { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }`;

/** What a page here looks by, for its content security policy. */
export const PAGE_STYLE_SOURCE = hashSource(STYLE);

const BRAND = `<p class="brand"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"
aria-hidden="true"><circle cx="5.5" cy="12" r="2.9" fill="currentColor" stroke="none"/><path d="M12 6.2a8.2 8.2 0 0 1 0 11.6"/>
<path d="M17 2.8a13 13 0 0 1 0 18.4"/></svg><strong>Earshot</strong></p>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function text(value: string): string {
  return value.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

function page(title: string, content: string, head = ''): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>${text(title)} · Earshot</title>${head}<style>${STYLE}</style></head>
<body><main>${BRAND}${content}</main></body></html>`;
}

function decisionForm(token: string, buttons: string): string {
  return `<form method="post"><input type="hidden" name="token" value="${text(token)}">${buttons}</form>`;
}

const REFUSE = '<button name="decision" value="refuse">Refuse</button>';

/** Asks a person whether a program may act for them: who asks, for which tenant, what it could do, and where they go next. */
export function consentPage({ clientName, tenantName, person, scopes, destination, token }: ConsentView): string {
  const items = scopes.map((scope) => `<li>${text(SCOPE_WORDS[scope])}</li>`).join('');
  const buttons = `${REFUSE}<button class="allow" name="decision" value="allow">Allow</button>`;
  return page(
    `Allow ${clientName}?`,
    `<h1>${text(clientName)} asks for access to ${text(tenantName)}</h1>
<p>You are signed in as <strong>${text(person.name)}</strong> (${text(person.email)}). If you allow it, ${text(clientName)} can:</p>
<ul>${items}</ul>
<p>It never gets more than your own role in ${text(tenantName)} allows. Then you go back to <strong>${text(destination)}</strong>.</p>
${decisionForm(token, buttons)}`,
  );
}

/** Tells a person that they cannot let this program in; says nothing of the tenant, of which they are no member. */
export function strangerPage(email: string, token: string): string {
  return page(
    'No access',
    `<h1>This account cannot use this app</h1>
<p>You are signed in as <strong>${text(email)}</strong>, which has no access to what the app is for.
Sign in with another account, or go back.</p>
${decisionForm(token, '<button name="decision" value="refuse">Go back</button>')}`,
  );
}

/** Tells a person that their sign-in is not recent enough for what the program asks. */
export function againPage(signInPath: string): string {
  return page(
    'Sign in again',
    `<h1>Sign in once more</h1><p>The app asks for a fresh sign-in.</p><a class="button" href="${text(signInPath)}">Sign in</a>`,
  );
}

/** Tells a person that the tenant asks for a second factor, which they do not have yet. */
export function enrolmentPage(): string {
  return page(
    'Second factor needed',
    `<h1>A second factor is needed</h1>
<p>The app belongs to a tenant that asks its members for a second factor. Add one in Earshot, then begin again in the app.</p>
<a class="button" href="/">Open Earshot</a>`,
  );
}

/** What the sign-out page tells a person: who they are here, and the program that sent them, if one did. */
export interface SignOutView {
  clientName: string | undefined;
  person: { name: string; email: string };
  /** Where the person goes afterwards; undefined when no program waits for them. */
  destination: string | undefined;
  purpose: { clientId: string | undefined; redirectUri: string | undefined; state: string | undefined };
  token: string;
}

function hidden(fields: Record<string, string | undefined>): string {
  const inputs = Object.entries(fields).map(([name, value]) =>
    value === undefined ? '' : `<input type="hidden" name="${name}" value="${text(value)}">`,
  );
  return inputs.join('');
}

/** Asks a person whether to sign out of Earshot: who they are here, what ends, and where they go next. */
export function signOutPage({ clientName, person, destination, purpose, token }: SignOutView): string {
  const [asks, ends] =
    clientName === undefined
      ? ['', '']
      : [`${text(clientName)} asks. `, ` It also ends what ${text(clientName)} may do for you while you are here.`];
  const next = destination === undefined ? '' : `<p>Either way you then go back to <strong>${text(destination)}</strong>.</p>`;
  const buttons = `<button name="decision" value="stay">Stay signed in</button>
<button class="allow" name="decision" value="sign_out">Sign out</button>`;
  return page(
    'Sign out?',
    `<h1>Sign out of Earshot?</h1>
<p>${asks}You are signed in as <strong>${text(person.name)}</strong> (${text(person.email)}).
Signing out ends your session in this browser.${ends}</p>${next}
<form method="post" action="/oauth/end-session/confirm">${hidden({ ...purpose, token })}${buttons}</form>`,
  );
}

/** Tells a person that nobody is signed in here any more. */
export function signedOutPage(): string {
  return page(
    'Signed out',
    `<h1>You are signed out</h1><p>No account is signed in to Earshot in this browser.</p><a class="button" href="/sign-in">Sign in</a>`,
  );
}

/** Tells a person that nothing has ended. */
export function stayedPage(): string {
  return page('Still signed in', '<h1>You are still signed in</h1><p>Nothing has ended.</p><a class="button" href="/">Open Earshot</a>');
}

/** Loads the same address once more, from this site: browsers keep the session from a request that another site began. */
export function bouncePage(path: string): string {
  return page('One moment', '<p>One moment …</p>', `<meta http-equiv="refresh" content="0;url=${text(path)}">`);
}

/** Tells a person that a program's request cannot be served, when the program itself cannot be told. */
export function errorPage(reason: string): string {
  return page('This did not work', `<h1>This did not work</h1><p>${text(reason)}</p><p>Go back to the app and begin again.</p>`);
}
