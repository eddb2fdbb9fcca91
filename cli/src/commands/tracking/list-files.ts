import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { kindOfFile, LIST_KINDS, type ListKind, unusedReason } from '../../../../server/src/tracking/lists/schema.ts';
import { fetchList } from '../../../../server/src/tracking/lists/service.ts';
import { CommandError } from '../../command-error.ts';
import { resolvePath } from '../../working-folder.ts';

/** The text of a list and where it stood. */
interface ListFile {
  kind: ListKind;
  source: string;
  text: string;
}

const MAX_BYTES = 256 * 1024 * 1024;

function kindNamed(name: string, stated: ListKind | undefined): ListKind {
  const kind = stated ?? kindOfFile(name);
  if (kind !== undefined) return kind;
  const reason = unusedReason(name);
  if (reason !== undefined) throw new CommandError(`The list in "${name}" is not taken: ${reason}.`);
  throw new CommandError(`The name "${name}" does not say which list it is; add --kind, one of ${LIST_KINDS.join(', ')}.`);
}

function textOfFile(file: string): string {
  if (statSync(file).size > MAX_BYTES) throw new CommandError(`${file} is larger than 256 MiB, which no list is.`);
  return readFileSync(file, 'utf8');
}

/**
 * The lists at a place: one file, or in a folder each file whose name says which list it is, or what an address answers.
 * @throws CommandError when there is nothing there, or nothing that says what it is.
 */
export async function readListFiles(
  context: Parameters<typeof fetchList>[0],
  from: string,
  stated: ListKind | undefined,
): Promise<ListFile[]> {
  if (/^https?:\/\//i.test(from)) {
    const kind = kindNamed(basename(new URL(from).pathname), stated);
    return [{ kind, source: from, text: await fetchList(context, 'system', from) }];
  }
  const place = resolvePath(from);
  if (!existsSync(place)) throw new CommandError(`There is no file or folder ${place}.`);
  const name = basename(place);
  if (!statSync(place).isDirectory()) return [{ kind: kindNamed(name, stated), source: name, text: textOfFile(place) }];
  if (stated !== undefined) throw new CommandError('--kind goes with one file; in a folder each name says which list it is.');
  const all = readdirSync(place).sort();
  for (const one of all) {
    const reason = unusedReason(one);
    if (reason !== undefined) process.stderr.write(`earshot: ${one} was left out: ${reason}\n`);
  }
  const names = all.filter((one) => kindOfFile(one) !== undefined);
  if (names.length === 0) throw new CommandError(`No file in ${place} is named after a list, such as bots.json.`);
  return names.map((one) => ({ kind: kindNamed(one, undefined), source: `${name}/${one}`, text: textOfFile(join(place, one)) }));
}
