import { type CurlOptions, curlOf, requestOf } from './example-curl.ts';
import type { Ground } from './example-ground.ts';
import { knownNames, maskedText } from './example-masks.ts';
import { standIns } from './example-names.ts';
import { type Example, shownAnswer } from './example-pages.ts';
import type { Answer } from './http.ts';

/** The public id of every example: each address has one of its own. */
export const PUBLIC_ID = 'k3x9a2b7c4d1';

/** How an address is asked. */
export interface Asked {
  /** With the query. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Name and password of Basic authentication. */
  user?: string;
  /** The values of the variables that the headers name. */
  variables?: Record<string, string>;
  /** What the page shows in place of what only this installation has. */
  known?: [real: string, shown: string][];
}

/** The example of an address that the OpenAPI document does not have. */
export interface AddressExample extends Pick<CurlOptions, 'withHeaders' | 'output'> {
  /** Method and path, as the document would name them. */
  name: string;
  /** What it does. */
  summary: string;
  /** Who asks it. */
  caller: string;
  status: number;
  /** Names of the headers of the answer that matter. */
  headers?: readonly string[];
  ask: (ground: Ground) => Asked | Promise<Asked>;
  /** What of an answer is shown, where it is too much, or not the same each time. */
  part?: (answer: Answer) => Answer;
}

/** What curl says of a body, unless it is told otherwise. */
const FORM = 'application/x-www-form-urlencoded';

/** The same names with other values. */
function mapped(values: Record<string, string>, by: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, by(value)]));
}

function headersShown(names: readonly string[], { headers }: Answer, shown: (text: string) => string): string {
  const lines = names.map((name) => `\`${name}: ${maskedText(shown(headers.get(name) ?? 'nothing'))}\``);
  return lines.length === 0 ? '' : `\n\nIts headers say ${lines.join(', ')}.`;
}

/** Sends what the page's command says, read back from the page, and tells how the page shows both. */
export async function askAddress(ground: Ground, example: AddressExample): Promise<Example> {
  const { name, summary, caller, withHeaders, output, headers: told = [], part = (answer: Answer) => answer } = example;
  const { path, headers = {}, body, user, variables = {}, known = [] } = await example.ask(ground);
  const { world, server } = ground;
  const { shown, real } = standIns([...knownNames({ ...world, server }), ...known]);
  const request = {
    method: name.split(' ')[0],
    url: `$EARSHOT_URL${shown(path)}`,
    headers: mapped(headers, shown),
    ...(body !== undefined && { body: shown(body) }),
  };
  const command = curlOf(request, { user: user === undefined ? user : shown(user), withHeaders, output });
  const read = requestOf(real(command), { EARSHOT_URL: '', ...variables });
  const answer = await server.send(read.method, read.url, {
    headers: { ...(read.body !== undefined && { 'content-type': FORM }), ...read.headers },
    body: read.body,
    redirect: 'manual',
  });
  return {
    name,
    summary,
    caller,
    command,
    status: answer.status,
    text: answer.text,
    shown: shownAnswer(part(answer), shown) + headersShown(told, answer, shown),
    real: { command: real(command), variables: { EARSHOT_URL: server.url, ...variables } },
  };
}
