import { expect, test } from 'vitest';
import { buildSnippet, readSites } from './rules.ts';
import { SiteTagDetails } from './schema.ts';

const isSite = (site: string) => SiteTagDetails.safeParse({ name: 'a', sites: [site] }).success;
const vanityPath = (path: string) =>
  SiteTagDetails.parse({ name: 'a', sites: ['https://a.example'], paths: [{ path, campaign: 'c' }] }).paths[0].path;

test('a site is an origin, or all subdomains of one, and nothing else', () => {
  for (const site of ['https://shop.example', 'http://localhost:3000', 'https://*.shop.example', 'https://xn--bcher-kva.example'])
    expect(isSite(site), site).toBe(true);
  for (const text of [
    'shop.example',
    'https://shop.example/',
    'https://shop.example/a',
    'ftp://a.example',
    'https://*',
    'https://a.*.b',
    '*',
  ])
    expect(isSite(text), text).toBe(false);
});

test('an origin is of a site when scheme, host and port are, and a subdomain only where the site stands for subdomains', () => {
  const sites = ['https://shop.example', 'https://*.brand.example', 'http://localhost:3000'];
  for (const origin of ['https://shop.example', 'https://a.b.brand.example', 'http://localhost:3000'])
    expect(readSites(sites).hasOrigin(origin)).toBe(true);
  for (const origin of [
    'http://shop.example',
    'https://shop.example:8443',
    'https://brand.example',
    'https://evilbrand.example',
    'null',
    '',
  ])
    expect(readSites(sites).hasOrigin(origin), origin).toBe(false);
});

test('a host is one of the tag’s own sites whatever its scheme and port', () => {
  const sites = ['https://shop.example', 'https://*.brand.example'];
  expect(['shop.example', 'brand.example', 'www.brand.example'].every((host) => readSites(sites).hasHost(host))).toBe(true);
  expect(['www.shop.example', 'evilbrand.example', ''].some((host) => readSites(sites).hasHost(host))).toBe(false);
});

test('paths are compared without regard to case and to a slash at the end', () => {
  expect([vanityPath('/Daily/'), vanityPath('/daily'), vanityPath('/'), vanityPath('///')]).toEqual(['/daily', '/daily', '/', '/']);
});

test('a page of a tenant that drops unknown consent begins with consent denied', () => {
  const terms = { publicUrl: 'https://earshot.example/', publicId: 'abcdefghijkl', clickDays: 7 };
  expect(buildSnippet({ ...terms, dropsUnknown: true })).toContain('data-consent="denied"');
  expect(buildSnippet({ ...terms, dropsUnknown: false })).toContain(
    '<script async src="https://earshot.example/t.js" data-tag="abcdefghijkl" data-days="7" data-consent="unknown"></script>',
  );
});
