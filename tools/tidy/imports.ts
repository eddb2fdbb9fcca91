import { posix } from 'node:path';
import { isHandWritten } from './generated.ts';
import { isScript, isTest, lineAt, nodesOf, type SourceFile } from './source.ts';

/** One import of a script, static or not, of values or of types. */
export interface Import {
  /** The importing file's path. */
  from: string;
  line: number;
  /** As it is written. */
  specifier: string;
  /** The imported file's path from the root; undefined when it is a package or a part of Node. */
  target: string | undefined;
  /** True when the import is gone after the types are stripped. */
  typesOnly: boolean;
}

/** Files that stand in one folder per workspace; `tools` and what lies at the root are not part of what is shipped. */
export const WORKSPACES = ['engine', 'simulator', 'server', 'client', 'dashboard', 'cli', 'tag'] as const;

function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier.replace(/[?#].*$/, ''));
  const own = /^@earshot\/([a-z]+)(?:\/(.+))?$/.exec(specifier);
  return own ? `${own[1]}/src/${own[2] ?? 'index.ts'}` : undefined;
}

/** The specifier that a node brings in, and whether it is needed for types alone. */
function broughtIn({ node }: ReturnType<typeof nodesOf>[number]): { source: unknown; typesOnly: boolean } | undefined {
  switch (node.type) {
    case 'ImportDeclaration': {
      const inline =
        node.specifiers.length > 0 && node.specifiers.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type');
      return { source: node.source.value, typesOnly: node.importKind === 'type' || inline };
    }
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return { source: node.source?.value, typesOnly: node.exportKind === 'type' };
    case 'ImportExpression':
      return { source: node.source.type === 'Literal' ? node.source.value : undefined, typesOnly: false };
    case 'TSImportType':
      return { source: node.source.value, typesOnly: true };
    default:
      return undefined;
  }
}

/** Every import of a script whose specifier can be read. */
export function importsOf(file: SourceFile): Import[] {
  return nodesOf(file).flatMap((found): Import[] => {
    const { source, typesOnly } = broughtIn(found) ?? {};
    if (typeof source !== 'string') return [];
    const line = lineAt(file, found.node.start);
    return [{ from: file.path, line, specifier: source, target: targetOf(file.path, source), typesOnly: typesOnly === true }];
  });
}

/** The imports of all hand-written scripts. */
export function importsOfAll(files: readonly SourceFile[]): Import[] {
  return files.filter((file) => isScript(file) && isHandWritten(file)).flatMap(importsOf);
}

/** The first folder of a path. */
export function workspaceOf(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf('/')));
}

/** Whether an import brings test code into code that is neither a test nor a proof. */
export function leavesTests({ from, target }: Import): boolean {
  return target !== undefined && isTest(target) && !isTest(from) && !from.startsWith('tools/prove/');
}
