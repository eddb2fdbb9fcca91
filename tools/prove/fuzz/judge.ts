import type { FuzzAnswer } from './sender.ts';

/** What never stands in an answer: queries, stacks, names of tables, the database's own words. */
const INSIDES =
  /\bselect .* from \b|\binsert into\b|sqlstate|violates|relation "|syntax error at|node_modules|\.ts:\d+|at async |ECONNREFUSED/i;
/** What is said of values that our own checks should have refused. */
const LAST_RESORT = /outside what the database takes/;
const PROBLEM = 'application/problem+json; charset=utf-8';

interface Problem {
  type?: unknown;
  title?: unknown;
  status?: unknown;
  code?: unknown;
  detail?: unknown;
}

function problemFault({ status, contentType, text }: FuzzAnswer): string | undefined {
  if (contentType !== PROBLEM) return `answers ${status} as ${contentType || 'nothing'}`;
  const problem = JSON.parse(text) as Problem;
  const isWhole = [problem.type, problem.title, problem.code, problem.detail].every((one) => typeof one === 'string' && one !== '');
  return isWhole && problem.status === status ? undefined : `answers ${status} without a whole problem document`;
}

/** What is wrong with an answer, whatever was asked; undefined when nothing is. `secrets` belong to another tenant. */
export function faultOf(method: string, answer: FuzzAnswer, secrets: readonly string[]): string | undefined {
  const { status, text } = answer;
  if (status === 0) return `ends the connection: ${text}`;
  if (status >= 500) return `answers ${status}`;
  const secret = secrets.find((one) => text.includes(one));
  if (secret !== undefined) return `tells ${secret} of another tenant`;
  if (INSIDES.test(text)) return `tells its insides: ${INSIDES.exec(text)?.[0]}`;
  if (LAST_RESORT.test(text)) return 'leaves it to the database to refuse a value';
  if (status >= 400) return method === 'HEAD' ? undefined : problemFault(answer);
  return status >= 300 ? `redirects with ${status}` : undefined;
}
