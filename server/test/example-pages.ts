import { PERMISSIONS } from '../src/tenants/authorize.ts';
import type { DocumentedOperation } from './documented.ts';
import { curlOf, requestOf } from './example-curl.ts';
import { layout, shortened } from './example-layout.ts';
import { knownNames, masked, maskedText } from './example-masks.ts';
import { standIns } from './example-names.ts';
import { EXAMPLE_REQUESTS } from './example-requests.ts';
import type { Answer } from './http.ts';
import { isPublic, type RouteFixture, type Sent } from './route-fixture.ts';
import { methodOf } from './routes.ts';
import type { World } from './world.ts';

/** An operation as a page shows it. */
export interface Example {
  name: string;
  summary: string;
  /** Who may ask. */
  caller: string;
  command: string;
  status: number;
  /** What was answered, word for word. */
  text: string;
  /** The answer as the page shows it. */
  shown: string;
  /** The command of the page with the ids, names and credentials of this world, as a shell can run it. */
  real: { command: string; variables: Record<string, string> };
}

const SESSION_COOKIE = 'earshot_session';
const SESSION = `${SESSION_COOKIE}=`;
const TEXT_LINES = 8;

/** The headers of the command, and the values of the variables that they name. */
function credentialsOf(sent: Sent & { key?: string }): { headers: Record<string, string>; variables: Record<string, string> } {
  const { cookie, authorization, ...others } = sent.headers ?? {};
  const bearer = authorization?.replace(/^Bearer /, '');
  if (cookie !== undefined) {
    const shown = { Cookie: `${SESSION}$EARSHOT_SESSION` };
    return { headers: { ...shown, ...others }, variables: { EARSHOT_SESSION: cookie.slice(SESSION.length) } };
  }
  if (bearer !== undefined)
    return { headers: { Authorization: 'Bearer $EARSHOT_OPERATOR', ...others }, variables: { EARSHOT_OPERATOR: bearer } };
  if (sent.key === undefined) return { headers: others, variables: {} };
  return { headers: { Authorization: 'Bearer $EARSHOT_KEY', ...others }, variables: { EARSHOT_KEY: sent.key } };
}

function callerOf(fixture: RouteFixture): string {
  if (isPublic(fixture)) return 'Anybody may ask.';
  if (fixture.isPlatform === true) return 'For operators.';
  if (fixture.permission === undefined) return 'For whoever is signed in.';
  const { scope, roles } = PERMISSIONS[fixture.permission];
  const members = roles.length === 5 ? 'every member' : `members who are ${roles.join(', ')}`;
  return scope === null ? `For ${members}; no key may.` : `For keys with the scope \`${scope}\` and ${members}.`;
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function textShown(text: string): string {
  const lines = text.trimEnd().split(/\r?\n/);
  const shown = lines.slice(0, TEXT_LINES).map((line) => (line.length > 160 ? `${line.slice(0, 160)}…` : line));
  return [...shown, ...(lines.length > TEXT_LINES ? [`… ${lines.length - TEXT_LINES} more lines`] : [])].join('\n');
}

function cookiesShown(headers: Headers): string {
  const names = headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf('=')));
  if (names.length === 0) return '';
  if (names.includes(SESSION_COOKIE)) return ', and sets the cookie of the session';
  return `, and sets the cookie${names.length === 1 ? '' : 's'} ${names.map((name) => `\`${name}\``).join(', ')}`;
}

/** What a server answered, as a page tells it in the names that `shown` puts in place of real ones. */
export function shownAnswer({ status, headers, text, json }: Answer, shown: (text: string) => string): string {
  const type = (headers.get('content-type') ?? '').split(';')[0];
  const place = headers.get('location');
  const leads = place === null ? '' : ` and leads to \`${maskedText(shown(place))}\``;
  const first = `Answers ${status}${leads}${cookiesShown(headers)}`;
  if (status >= 300 && status < 400) return `${first}.`;
  if (text === '') return `${first}, without a body.`;
  if (json !== undefined) {
    const whole = JSON.parse(shown(JSON.stringify(masked(json)))) as unknown;
    return `${first}:\n\n${fenced('json', layout(shortened(whole)))}`;
  }
  const title = /<title>([^<]+)<\/title>/.exec(text)?.[1];
  if (type === 'text/html' && title !== undefined) return `${first} with \`${type}\`, the page “${shown(maskedText(title))}”.`;
  if (!/^text\/(csv|plain)|ndjson/.test(type)) return `${first} with \`${type}\`.`;
  return `${first} with \`${type}\`:\n\n${fenced('text', textShown(shown(maskedText(text))))}`;
}

/** Sends what the page's command says, read back from the page, and tells how the page shows both. */
export async function askExample(world: World, fixture: RouteFixture, operation: DocumentedOperation): Promise<Example> {
  const sent: Sent & { key?: string } = fixture.prepare ? await fixture.prepare() : isPublic(fixture) ? {} : { key: world.mine.apiKey };
  const { headers, variables } = credentialsOf(sent);
  const { path, body } = { ...fixture.valid, ...EXAMPLE_REQUESTS[fixture.operation], ...(sent.body !== undefined && { body: sent.body }) };
  const { shown, real } = standIns(knownNames(world, body));
  const command = curlOf({
    method: methodOf(fixture),
    url: `$EARSHOT_URL${shown(path)}`,
    headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: layout(JSON.parse(shown(JSON.stringify(body)))) }),
  });
  const request = requestOf(real(command), { EARSHOT_URL: '', ...variables });
  const answer = await world.server.send(request.method, request.url, { headers: request.headers, body: request.body });
  return {
    name: fixture.operation,
    summary: operation.summary ?? '',
    caller: callerOf(fixture),
    command,
    status: answer.status,
    text: answer.text,
    shown: shownAnswer(answer, shown),
    real: { command: real(command), variables: { EARSHOT_URL: world.server.url, ...variables } },
  };
}

/** Which test writes a page, and what stands on it before and after the examples. */
export interface PageFrame {
  writer: string;
  before?: string;
  after?: string;
}

const OF_OPERATIONS: PageFrame = { writer: 'api-examples' };

const markOf = (writer: string) => `<!-- Generated by server/test/${writer}.test.ts; \`npm run examples\` writes it anew. -->`;

function renderExample({ name, summary, caller, command, shown }: Example): string {
  return [`## ${name}`, `${summary}. ${caller}`, fenced('sh', command), shown].join('\n\n');
}

/** The name of a page: the first word of its title. */
export const pageOf = (title: string) => `${title.toLowerCase().split(' ')[0]}.md`;

/** A page of examples, such as those of a domain. */
export function renderPage(title: string, examples: readonly Example[], { writer, before, after }: PageFrame = OF_OPERATIONS): string {
  const head = `# ${title}: examples\n\nWhat the variables are is said [before all pages](README.md#before-you-copy).`;
  const parts = [markOf(writer), head, before, ...examples.map(renderExample), after];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

const PREFACE = `# Examples of the HTTP API

One request for each operation, and for each address that no OpenAPI document has, as a command to copy, and what a server answers. A test
reads every command from these pages, sends it to a real server and holds the answer against the page, so what stands here works. The fields
are told at \`/docs\` of a running server, and keys, errors and limits in [HTTP API](../http.md).

## Before you copy

\`\`\`sh
export EARSHOT_URL=http://127.0.0.1:8080
export EARSHOT_KEY=earshot_live_…
\`\`\`

- \`EARSHOT_URL\` is where your server listens, and \`EARSHOT_KEY\` a key of your tenant: \`earshot tenants create\` prints the first.
- \`EARSHOT_SESSION\` is the session of somebody who is signed in: the value of the cookie \`earshot_session\` that
  \`POST /api/v1/security/sessions\` sets. Over https the cookie is named \`__Host-earshot_session\`.
- \`EARSHOT_OPERATOR\` is the token that \`POST /api/v1/platform/sessions\` answers to an operator.
- Ids such as \`019a0000-0000-7000-8000-000000000001\` and names such as \`spring-sale\` are stand-ins: put your own in
  their place. So are keys, secrets and codes; \`…\` stands for the rest of a text, and \`of-the-last-item\` for a cursor.
- Of a long list the first items are shown, and how many more there are.`;

/** The page before all others: what the commands need, and where each operation is. */
export function renderIndex(pages: readonly (readonly [title: string, names: readonly string[]])[]): string {
  const anchorOf = (name: string) =>
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9\s_-]/g, '')
      .replaceAll(' ', '-');
  const lists = pages.map(([title, names]) => {
    const links = names.map((name) => `- [${name}](${pageOf(title)}#${anchorOf(name)})`);
    return `## ${title}\n\n${links.join('\n')}`;
  });
  return `${[markOf(OF_OPERATIONS.writer), PREFACE, ...lists].join('\n\n')}\n`;
}
