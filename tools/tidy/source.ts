import { type Comment, type Node, type ParseResult, parseSync, visitorKeys } from 'oxc-parser';

/** A text file of the tree. `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

/** A node with the nodes around it, the nearest last. */
export interface Found {
  node: Node;
  parents: readonly Node[];
}

const parsed = new WeakMap<SourceFile, { result: ParseResult; found: Found[] }>();
const lineStarts = new WeakMap<SourceFile, number[]>();

/** A file of the tree, or one made up for a proof. */
export function sourceFile(path: string, text: string): SourceFile {
  return { path, text };
}

/** TypeScript or JavaScript: what has a syntax tree. */
export function isScript({ path }: SourceFile): boolean {
  return /\.(ts|tsx|mjs|js)$/.test(path);
}

/** Written for tests only: `x.test.ts`, and everything in a workspace's `test` folder. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /(^|\/)test\//.test(path);
}

function parse(file: SourceFile) {
  const known = parsed.get(file);
  if (known) return known;
  const result = parseSync(file.path, file.text);
  if (result.errors.length > 0) throw new SyntaxError(`${file.path}: ${result.errors[0].message}`);
  const found: Found[] = [];
  collect(result.program, [], found);
  const fresh = { result, found };
  parsed.set(file, fresh);
  return fresh;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function collect(node: Node, parents: readonly Node[], found: Found[]): void {
  found.push({ node, parents });
  const inner = [...parents, node];
  for (const key of visitorKeys[node.type] ?? []) {
    const child: unknown = Reflect.get(node, key);
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) collect(one, inner, found);
  }
}

/** Every node of a script in the order of the text. @throws SyntaxError when it is not one. */
export function nodesOf(file: SourceFile): readonly Found[] {
  return parse(file).found;
}

/** Every comment of a script in the order of the text. */
export function commentsOf(file: SourceFile): readonly Comment[] {
  return parse(file).result.comments;
}

/** The statements at the top of a script. */
export function statementsOf(file: SourceFile): readonly Node[] {
  return parse(file).result.program.body;
}

/** The line of an offset into the text, counted from 1. */
export function lineAt(file: SourceFile, offset: number): number {
  let starts = lineStarts.get(file);
  if (!starts) {
    starts = [0, ...Array.from(file.text.matchAll(/\n/g), ({ index }) => index + 1)];
    lineStarts.set(file, starts);
  }
  const after = starts.findIndex((start) => start > offset);
  return after === -1 ? starts.length : after;
}

/** The lines of a text; the line feed at its end does not begin another one. */
export function linesOf({ text }: SourceFile): string[] {
  return text.replace(/\n$/, '').split('\n');
}
