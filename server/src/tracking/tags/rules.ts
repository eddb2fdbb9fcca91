import type { VanityPath } from './schema.ts';

/** The sites of a tag, read once for all that is compared with them. */
export interface Sites {
  /** Whether an origin is one of them, or a subdomain of one that stands for its subdomains. */
  hasOrigin(origin: string): boolean;
  /** Whether a host name is that of one of them, whatever scheme and port. */
  hasHost(hostname: string): boolean;
}

/** A text, and what is left of it from each of its dots on. */
function fromDots(text: string): string[] {
  const parts: string[] = [];
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) parts.push(text.slice(dot));
  return parts;
}

/** Reads sites: `https://shop.example`, or `https://*.shop.example` for its subdomains. */
export function readSites(sites: readonly string[]): Sites {
  const [origins, hosts] = [new Set<string>(), new Set<string>()];
  for (const site of sites) {
    const isWide = site.includes('://*.');
    const { protocol, host, hostname } = new URL(site.replace('://*.', '://'));
    origins.add(`${protocol}${isWide ? '.' : ''}${host}`);
    hosts.add(hostname);
    if (isWide) hosts.add(`.${hostname}`);
  }
  return {
    hasOrigin(origin) {
      if (!URL.canParse(origin)) return false;
      const { protocol, host } = new URL(origin);
      return origins.has(`${protocol}${host}`) || fromDots(host).some((part) => origins.has(`${protocol}${part}`));
    },
    hasHost: (hostname) => hosts.has(hostname) || fromDots(hostname).some((part) => hosts.has(part)),
  };
}

/** FNV-1a, 32 bits, over UTF-16 code units: what a page tells of the path a visit began with instead of the path itself. */
export function pathChecksum(path: string): number {
  let sum = 0x811c9dc5;
  for (let place = 0; place < path.length; place++) sum = Math.imul(sum ^ path.charCodeAt(place), 0x01000193);
  return sum >>> 0;
}

/** Vanity paths by what a page tells of them; of two with the same checksum the first. */
export function pathsBySum(paths: readonly VanityPath[]): ReadonlyMap<number, VanityPath> {
  const bySum = new Map<number, VanityPath>();
  for (const path of paths) {
    const sum = pathChecksum(path.path);
    if (!bySum.has(sum)) bySum.set(sum, path);
  }
  return bySum;
}

interface SnippetTerms {
  publicUrl: string;
  publicId: string;
  clickDays: number;
  /** Whether the tenant takes unknown consent for denied: the page then has to say so first, so that nothing is stored before. */
  dropsUnknown: boolean;
}

/** What to paste into a page: a stub that keeps calls made before the script is there, and the script. */
export function buildSnippet({ publicUrl, publicId, clickDays, dropsUnknown }: SnippetTerms): string {
  const attributes = `data-tag="${publicId}" data-days="${clickDays}" data-consent="${dropsUnknown ? 'denied' : 'unknown'}"`;
  const stub = '<script>window.earshot=window.earshot||function(){(earshot.q=earshot.q||[]).push(arguments)}</script>';
  return `${stub}\n<script async src="${publicUrl.replace(/\/+$/, '')}/t.js" ${attributes}></script>`;
}
