import type { Rule } from './rule.ts';
import type { SourceFile } from './source.ts';

/** Every file that a program writes; no rule for hand-written source looks at them. */
export const GENERATED_FILES = [
  'server/openapi.json',
  'client/src/schema.ts',
  'server/schema.sql',
  'server/site-tag.js',
  'docs/api/README.md',
  'docs/api/account.md',
  'docs/api/ai.md',
  'docs/api/attribution.md',
  'docs/api/catalog.md',
  'docs/api/cost.md',
  'docs/api/ingest.md',
  'docs/api/members.md',
  'docs/api/operations.md',
  'docs/api/platform.md',
  'docs/api/public.md',
  'docs/api/security.md',
  'docs/api/shares.md',
  'docs/api/tenants.md',
  'docs/api/tracking.md',
  'docs/configuration.md',
  'docs/permissions.md',
  'docs/validation.md',
  '.env.example',
  'package-lock.json',
] as const;

const GENERATED: ReadonlySet<string> = new Set(GENERATED_FILES);
const MARK = /^(\W{0,6})generated (from|by)\b/i;

/** Whether people write this file. */
export function isHandWritten({ path }: SourceFile): boolean {
  return !GENERATED.has(path);
}

function isMarked({ text }: SourceFile): boolean {
  return text.split('\n', 2).some((line) => MARK.test(line));
}

/** Files whose format has no comments cannot carry the mark. */
function canBeMarked({ path }: SourceFile): boolean {
  return !path.endsWith('.json');
}

export const GENERATED_RULES: readonly Rule[] = [
  {
    promise: 'every generated file says so and stands once in the list of generated files',
    find(files) {
      const twice = GENERATED_FILES.filter((path, place) => GENERATED_FILES.indexOf(path) !== place);
      return [
        ...twice.map((path) => ({ path, says: 'is listed twice' })),
        ...files
          .filter((file) => canBeMarked(file) && isMarked(file) === isHandWritten(file))
          .map((file) => ({
            path: file.path,
            says: isMarked(file) ? 'is generated but not listed' : 'is listed but does not say "Generated from"',
          })),
      ];
    },
    caught: [{ 'docs/settings.md': '<!-- Generated from a.ts -->\n' }, { 'server/schema.sql': 'create table a ();\n' }],
    passed: [{ 'server/schema.sql': '-- Generated from migrations.\n' }, { 'docs/a.md': 'Files that are generated from a table.\n' }],
  },
];
