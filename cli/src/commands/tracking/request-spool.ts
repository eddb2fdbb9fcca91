import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Items held in memory before they go to the disk, and the parts they are divided into there. */
export interface SpoolOptions {
  maxHeld?: number;
  parts?: number;
}

/**
 * Keeps items apart by key, so that all items of one key come back together, in the order they were added. Memory stays bounded: beyond
 * `maxHeld` items go to files of a temporary folder that is the user's alone, and one part of them comes back at a time.
 */
export class Spool<Item> {
  private readonly maxHeld: number;
  private readonly held: { key: string; item: Item }[][];
  private count = 0;
  private folder: string | undefined;

  constructor({ maxHeld = 200_000, parts = 64 }: SpoolOptions = {}) {
    this.maxHeld = maxHeld;
    this.held = Array.from({ length: parts }, () => []);
  }

  add(key: string, item: Item): void {
    this.held[hashOf(key) % this.held.length].push({ key, item });
    this.count += 1;
    if (this.count >= this.maxHeld) this.flush();
  }

  /** The items of each key. Reading forgets them. */
  *groups(): Generator<Item[]> {
    for (let part = 0; part < this.held.length; part += 1) {
      const groups = new Map<string, Item[]>();
      for (const { key, item } of this.read(part)) {
        const group = groups.get(key);
        if (group) group.push(item);
        else groups.set(key, [item]);
      }
      this.held[part] = [];
      yield* groups.values();
    }
  }

  /** Removes the files. */
  close(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  private flush(): void {
    this.folder ??= mkdtempSync(join(tmpdir(), 'earshot-count-'));
    for (let part = 0; part < this.held.length; part += 1) {
      const text = this.held[part].map((one) => `${JSON.stringify(one)}\n`).join('');
      if (text !== '') appendFileSync(this.fileOf(part), text, { mode: 0o600 });
      this.held[part] = [];
    }
    this.count = 0;
  }

  private fileOf(part: number): string {
    return join(this.folder ?? '', `${part}.ndjson`);
  }

  private *read(part: number): Generator<{ key: string; item: Item }> {
    if (this.folder !== undefined) {
      const text = readFileSync(this.fileOf(part), { encoding: 'utf8', flag: 'a+' });
      for (const line of text.split('\n')) if (line !== '') yield JSON.parse(line) as { key: string; item: Item };
    }
    yield* this.held[part];
  }
}

/** FNV-1a over a key's UTF-16 units. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
