/** A request as it goes over the wire. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** How a command asks, beside the request itself. */
export interface CurlOptions {
  /** Name and password of Basic authentication. */
  user?: string | undefined;
  /** Shows status and headers before the body. */
  withHeaders?: boolean | undefined;
  /** The file that the body is written to. */
  output?: string | undefined;
}

/** A word that a shell reads as it is, whatever is in it. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A word in which a shell puts the values of variables. */
const filled = (text: string) => `"${text}"`;

/** The command that sends a request; header values and addresses may name variables, such as $EARSHOT_KEY. */
export function curlOf({ method, url, headers, body }: WireRequest, { user, withHeaders = false, output }: CurlOptions = {}): string {
  const isPlain = method === (body === undefined ? 'GET' : 'POST');
  const shows = `-sS${withHeaders ? ' -i' : ''}${output === undefined ? '' : ` -o ${output}`}`;
  const first = `curl ${shows} ${isPlain ? '' : `-X ${method} `}${filled(url)}`;
  const proof = user === undefined ? [] : [`-u ${quoted(user)}`];
  const sent = Object.entries(headers).map(([name, value]) => {
    const line = `${name}: ${value}`;
    return `-H ${line.includes('$') ? filled(line) : quoted(line)}`;
  });
  return [first, ...proof, ...sent, ...(body === undefined ? [] : [`-d ${quoted(body)}`])].join(' \\\n  ');
}

const WORD = /'([^']*)'|"([^"]*)"|\\\n|\\(.)|(\s+)|([^\s'"\\]+)/gy;

/** The words of a command as a POSIX shell reads them, with the values of `variables`. @throws Error at what only a shell can read. */
function wordsOf(command: string, variables: Record<string, string>): string[] {
  const fill = (text: string) =>
    text.replaceAll(/\$(\w+)/g, (_, name: string) => {
      if (variables[name] === undefined) throw new Error(`The variable ${name} has no value.`);
      return variables[name];
    });
  const words: string[] = [];
  let word: string | undefined;
  let read = 0;
  for (const match of command.matchAll(WORD)) {
    read += match[0].length;
    const [whole, single, double, escaped, space, bare] = match;
    if (space !== undefined || whole === '\\\n') {
      if (word !== undefined && space !== undefined) words.push(word);
      if (space !== undefined) word = undefined;
      continue;
    }
    word = (word ?? '') + (single ?? escaped ?? fill(double ?? bare));
  }
  if (read !== command.length) throw new Error(`This is no command: ${command}`);
  return word === undefined ? words : [...words, word];
}

/** The request that a curl command of a page sends. @throws Error for an option that no page uses. */
export function requestOf(command: string, variables: Record<string, string>): WireRequest {
  const [program, ...words] = wordsOf(command, variables);
  if (program !== 'curl') throw new Error(`This is no curl: ${command}`);
  const headers: Record<string, string> = {};
  const request: Partial<WireRequest> = {};
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '-sS' || word === '-i') continue;
    if (!word.startsWith('-')) request.url = word;
    else if (word === '-X') request.method = words.shift();
    else if (word === '-d') request.body = words.shift();
    else if (word === '-o') words.shift();
    else if (word === '-u') headers.authorization = `Basic ${Buffer.from(words.shift() ?? '').toString('base64')}`;
    else if (word === '-H') {
      const [, name, value] = /^([\w-]+): (.*)$/s.exec(words.shift() ?? '') ?? [];
      headers[name.toLowerCase()] = value;
    } else throw new Error(`No page uses ${word}.`);
  }
  const { url, body, method = body === undefined ? 'GET' : 'POST' } = request;
  if (url === undefined) throw new Error(`This asks nobody: ${command}`);
  return { method, url, headers, ...(body !== undefined && { body }) };
}
