import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What stands beside the packages that every Debian has: apt, and through it what Node itself is linked to. */
const BESIDE_THE_REQUIRED = ['apt'];
const ACCOUNTS = {
  passwd: ['root:x:0:0:root:/root:/bin/sh', 'node:x:1000:1000::/home/node:/bin/sh'],
  group: ['root:x:0:', 'node:x:1000:'],
};

interface Package {
  name: string;
  isRequired: boolean;
  needs: string[];
}

function installedPackages(): Map<string, Package> {
  const format = '${Package}\t${Essential}\t${Priority}\t${Pre-Depends}, ${Depends}\n';
  const text = execFileSync('dpkg-query', ['--show', `--showformat=${format}`], { encoding: 'utf8' });
  const rows = text.trimEnd().split('\n');
  return new Map(
    rows.map((row) => {
      const [name, essential, priority, needs] = row.split('\t');
      const names = needs.split(/[,|]/).map((need) => need.trim().split(/[ :(]/)[0]);
      return [name, { name, isRequired: essential === 'yes' || priority === 'required', needs: names.filter((one) => one !== '') }];
    }),
  );
}

/** The packages of the smallest Debian that has apt, out of those of this machine. */
function smallestDebian(): string[] {
  const all = installedPackages();
  const chosen = new Set<string>();
  const choose = (name: string) => {
    const found = all.get(name);
    if (found === undefined || chosen.has(name)) return;
    chosen.add(name);
    found.needs.forEach(choose);
  };
  for (const { name, isRequired } of all.values()) if (isRequired) choose(name);
  BESIDE_THE_REQUIRED.forEach(choose);
  return [...chosen].sort();
}

/** Where a file of a package stands once `/bin` and its like are links into `/usr`. */
function merged(path: string): string {
  return path.replace(/^\/(bin|sbin|lib|lib64)\//, '/usr/$1/');
}

/**
 * Makes what stands in for the base image: the files of the Debian packages that its Debian has, taken from this machine, which must be
 * the same Debian, with this Node and npm. Programs that the base image lacks, such as curl, are not there.
 */
export function makeBase(folder: string, node: string, npmFolder: string): { packages: number } {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(folder, 'usr', name), { recursive: true });
    symlinkSync(`usr/${name}`, join(folder, name));
  }
  const packages = smallestDebian();
  const listed = execFileSync('dpkg-query', ['--listfiles', ...packages], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n');
  const isWanted = (path: string) => path.startsWith('/') && !/^\/usr\/share\/(doc|man|locale|info)\//.test(path);
  for (const path of new Set(listed.filter(isWanted).map(merged))) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined || found.isDirectory() || existsSync(join(folder, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (found.isSymbolicLink()) symlinkSync(readlinkSync(path), join(folder, path));
    else copyFileSync(path, join(folder, path));
  }
  for (const name of ['dev', 'proc', 'tmp', 'root', 'home/node', 'usr/local/bin', 'usr/local/lib/node_modules'])
    mkdirSync(join(folder, name), { recursive: true });
  chmodSync(join(folder, 'tmp'), 0o1777);
  for (const [name, lines] of Object.entries(ACCOUNTS)) writeFileSync(join(folder, 'etc', name), `${lines.join('\n')}\n`);
  for (const name of ['resolv.conf', 'hosts'])
    if (existsSync(`/etc/${name}`)) copyFileSync(realpathSync(`/etc/${name}`), join(folder, 'etc', name));
  copyFileSync(node, join(folder, 'usr/local/bin/node'));
  cpSync(npmFolder, join(folder, 'usr/local/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'usr/local/bin/npm'));
  return { packages: packages.length };
}
