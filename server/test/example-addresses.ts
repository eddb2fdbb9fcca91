import { INSTALLATION_ADDRESSES } from './addresses-installation.ts';
import { OAUTH_ADDRESSES } from './addresses-oauth.ts';
import { PAGE_ADDRESSES } from './addresses-pages.ts';
import { SENDER_ADDRESSES } from './addresses-senders.ts';
import { TRACKING_ADDRESSES } from './addresses-tracking.ts';
import { type AddressExample, PUBLIC_ID } from './example-address.ts';

/** An example of every address that the OpenAPI document does not have, in the order of the page. */
export const ADDRESS_EXAMPLES: readonly AddressExample[] = [
  ...TRACKING_ADDRESSES,
  ...SENDER_ADDRESSES,
  ...PAGE_ADDRESSES,
  ...OAUTH_ADDRESSES,
  ...INSTALLATION_ADDRESSES,
];

/** Routes that no example can show alone, and why. */
export const UNSHOWN: Readonly<Record<string, string>> = {
  'GET /oauth/auth/{uid}': 'where a browser goes on once its person has decided, with the cookies of that request',
  'GET /oauth/consent/{uid}': 'the page on which a person decides, with those cookies',
  'POST /oauth/consent/{uid}': 'the form of that page, with a token that stands in it',
  'POST /oauth/end-session/confirm': 'the form of the page on which a person signs out, with a token that stands in it',
  'GET /sso/callback': 'where an identity provider sends a browser back to, with a code for that sign-in alone',
  'GET /edge/snapshot': 'for redirectors, whose questions are signed and whose answers are sealed under the edge key',
  'GET /edge/ids/{publicId}': 'the same',
  'POST /edge/frames': 'the same',
  'GET /docs': 'leads to `/docs/`',
  'GET /docs/js/scalar.js': 'the script of that page',
  'OPTIONS *': 'the question of browsers whether a page of another site may call the API, as `CORS_ORIGINS` says',
};

export const ADDRESSES_TITLE = 'Public addresses';

/** What the page says before its examples. */
export const ADDRESSES_PREFACE = `Addresses that the OpenAPI document does not have: players, browsers, shops, other systems and people
without an account ask for them, each in its own way. What comes of it is said in [HTTP API](../http.md#public-addresses),
[public addresses](../tracking.md), [webhooks](../webhooks.md), [senders of other systems](../integrations.md), [sharing](../sharing.md)
and [OAuth](../oauth.md).

\`-i\` has curl show status and headers, and \`-o\` keeps in a file what is no text. \`${PUBLIC_ID}\` stands for a public id, and names such
as \`the-token\` and \`the-access-token\` for what they say.`;

/** What it says after them. */
export const ADDRESSES_REST = `## Not shown

These have no example, and this is why:

${Object.entries(UNSHOWN)
  .map(([name, why]) => `- \`${name}\`: ${why}.`)
  .join('\n')}`;
