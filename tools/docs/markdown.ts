/** A fenced block of a document: the word after the fence, and what stands between. */
export interface Block {
  language: string;
  body: string;
}

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
const HEADING = /^(#{1,6}) +(.+)$/gm;

/** The fenced blocks in the order of the text. */
export function blocksOf(text: string): Block[] {
  return Array.from(text.matchAll(FENCE), ([, language, body]) => ({ language, body }));
}

/** The text without its fenced blocks and comments. */
export function proseOf(text: string): string {
  return text.replaceAll(FENCE, '').replaceAll(/<!--[\s\S]*?-->/g, '');
}

/** What stands in single backticks, outside fenced blocks. */
export function codesOf(text: string): string[] {
  return Array.from(proseOf(text).matchAll(/`([^`\n]+)`/g), ([, code]) => code);
}

/** The headings, as written. */
export function headingsOf(text: string): string[] {
  return Array.from(proseOf(text).matchAll(HEADING), ([, , title]) => title);
}

/** The anchors by which a page's headings can be linked, as GitHub makes them: the second of one name gets -1, and so on. */
export function anchorsOf(text: string): Set<string> {
  const counts = new Map<string, number>();
  const anchors = headingsOf(text).map((title) => {
    const words = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
    const before = counts.get(anchor) ?? 0;
    counts.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return new Set(anchors);
}

/** Where links and images lead, outside code. */
export function targetsOf(text: string): string[] {
  const plain = proseOf(text).replaceAll(/`[^`\n]*`/g, '');
  return Array.from(plain.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target);
}

/** What stands under the heading `title`, up to the next heading that is not below it; empty when there is none. */
export function sectionOf(text: string, title: string): string {
  const headings = [...text.matchAll(HEADING)];
  const start = headings.findIndex(([, , found]) => found === title);
  if (start < 0) return '';
  const end = headings.slice(start + 1).find(([, marks]) => marks.length <= headings[start][1].length);
  return text.slice(headings[start].index, end?.index);
}

/** The rows of all tables, each as its cells; heads and rules are left out. */
export function rowsOf(text: string): string[][] {
  const lines = proseOf(text).split('\n');
  const isRule = (line = '') => /^\|[\s:|-]+\|$/.test(line);
  return lines
    .filter((line, place) => line.startsWith('|') && !isRule(line) && !isRule(lines[place + 1]))
    .map((line) => line.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));
}
