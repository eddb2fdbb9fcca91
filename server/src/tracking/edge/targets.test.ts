import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { episodeTarget, mayLeadTo } from './targets.ts';

const OWN = ['earshot.example', 'here.example'];
const locationOf = (rest: string) => {
  const target = episodeTarget(rest, OWN);
  return 'location' in target ? target.location : undefined;
};

describe('an episode prefix leads', () => {
  test.each([
    ['https://host.example.com/a/1.mp3', 'https://host.example.com/a/1.mp3'],
    ['http://host.example.com/1.mp3', 'http://host.example.com/1.mp3'],
    ['host.example.com/1.mp3', 'https://host.example.com/1.mp3'],
    ['HTTPS://Host.Example.com/1.MP3', 'https://Host.Example.com/1.MP3'],
    ['https:/host.example.com/1.mp3', 'https://host.example.com/1.mp3'],
    ['https://host.example.com:443/1.mp3', 'https://host.example.com:443/1.mp3'],
    ['http://host.example.com:80/1.mp3', 'http://host.example.com:80/1.mp3'],
    ['host.example.com/1.mp3?a=b&c=%20%2f+&a=b&_x', 'https://host.example.com/1.mp3?a=b&c=%20%2f+&a=b&_x'],
    ['host.example.com/1.mp3?next=https://other.example.com/?x', 'https://host.example.com/1.mp3?next=https://other.example.com/?x'],
    [
      'pdst.fm/e/prfx.example.com/e/https://cdn.example.com/%C3%A9/1.mp3',
      'https://pdst.fm/e/prfx.example.com/e/https://cdn.example.com/%C3%A9/1.mp3',
    ],
    ['dts.podtrac.com/redirect.mp3/host.example.com/1.mp3', 'https://dts.podtrac.com/redirect.mp3/host.example.com/1.mp3'],
    ['xn--bcher-kva.example.com/1.mp3', 'https://xn--bcher-kva.example.com/1.mp3'],
    ['8.8.8.8/1.mp3', 'https://8.8.8.8/1.mp3'],
    ['[2606:4700::1111]/1.mp3', 'https://[2606:4700::1111]/1.mp3'],
  ])('from %s to %s', (rest, location) => {
    expect(locationOf(rest)).toBe(location);
  });

  test.each([
    ['', 'nothing'],
    ['/', 'no host'],
    ['//host.example.com/1.mp3', 'an empty host'],
    ['https:///host.example.com/1.mp3', 'an empty host behind a scheme'],
    ['host.example.com', 'a host without a file'],
    ['https://host.example.com?a', 'a query without a path'],
    ['https://host.example.com#/1.mp3', 'a fragment'],
    ['ftp://host.example.com/1.mp3', 'another scheme'],
    ['file:///etc/passwd', 'a file of the machine'],
    ['javascript:alert(1)/1.mp3', 'a script'],
    ['data:text/html,/1.mp3', 'data'],
    ['https://https://host.example.com/1.mp3', 'a scheme twice'],
    ['http:http://host.example.com/1.mp3', 'a scheme in a scheme'],
    ['https%3A%2F%2Fhost.example.com/1.mp3', 'a scheme in disguise'],
    ['https://user:password@host.example.com/1.mp3', 'a name and a password'],
    ['https://host.example.com@evil.example.com/1.mp3', 'a host that looks like another'],
    ['https://host.example.com:8080/1.mp3', 'an odd port'],
    ['https://host.example.com:80/1.mp3', 'the port of the other scheme'],
    ['https://host.example.com:/1.mp3', 'an empty port'],
    ['host.example.com:22/1.mp3', 'the port of another service'],
    ['https://localhost/1.mp3', 'this machine'],
    ['https://localhost./1.mp3', 'this machine with a dot'],
    ['https://a.localhost/1.mp3', 'this machine by another name'],
    ['https://printer.local/1.mp3', 'a name of the local network'],
    ['https://vault.corp/1.mp3', 'a name of a company network'],
    ['https://metadata.google.internal/1.mp3', 'a name of a cloud'],
    ['https://intranet/1.mp3', 'a name without a dot'],
    ['https://127.0.0.1/1.mp3', 'loopback'],
    ['https://127.1/1.mp3', 'loopback, shortened'],
    ['https://2130706433/1.mp3', 'loopback as one number'],
    ['https://0x7f.0.0.1/1.mp3', 'loopback in hexadecimal'],
    ['https://0177.0.0.1/1.mp3', 'loopback in octal'],
    ['https://10.0.0.1/1.mp3', 'a private address'],
    ['https://172.16.0.1/1.mp3', 'another private address'],
    ['https://192.168.1.1/1.mp3', 'a third private address'],
    ['https://100.64.0.1/1.mp3', 'a shared address'],
    ['https://169.254.169.254/1.mp3', 'a link-local address'],
    ['https://0.0.0.0/1.mp3', 'no address'],
    ['https://224.0.0.1/1.mp3', 'a multicast address'],
    ['https://[::1]/1.mp3', 'loopback of IPv6'],
    ['https://[::ffff:127.0.0.1]/1.mp3', 'loopback in the clothes of IPv6'],
    ['https://[fe80::1]/1.mp3', 'a link-local address of IPv6'],
    ['https://[fd00::1]/1.mp3', 'a private address of IPv6'],
    ['https://[64:ff9b::7f00:1]/1.mp3', 'a translated address'],
    ['https://[::1/1.mp3', 'a bracket that does not close'],
    ['https://host.example.com\\@evil.example.com/1.mp3', 'a backslash'],
    ['https://host.example.com/1.mp3\r\nset-cookie:a=b', 'a line’s end'],
    ['https://host.example.com/\u00001.mp3', 'U+0000'],
    ['https://host example.com/1.mp3', 'a space'],
    ['https://hóst.example.com/1.mp3', 'a letter that no name holds'],
    ['https://-host.example.com/1.mp3', 'a malformed name'],
    ['https://earshot.example/e/0123456789ab/host.example.com/1.mp3', 'this installation'],
    ['EARSHOT.example./1.mp3', 'this installation, spelled otherwise'],
    ['http://here.example/1.mp3', 'the name it was asked by'],
  ])('not from %j: %s', (rest) => {
    expect(episodeTarget(rest, OWN)).toEqual({ refusal: expect.any(String) as string });
  });

  const bytes = fc.stringMatching(/^[!"$-[\]-~\u0080-\u00ff]*$/);

  test('with every byte of path and query as it was sent, whatever prefixes they hold', () => {
    fc.assert(
      fc.property(bytes, fc.option(fc.string({ unit: fc.constantFrom(...'ab=&?/%+;:,@!~[]{}|^`"<>'.split('')) })), (path, query) => {
        const rest = `/${path.replaceAll('?', '')}${query === null ? '' : `?${query}`}`;
        expect(locationOf(`https://host.example.com${rest}`)).toBe(`https://host.example.com${rest}`);
        expect(locationOf(`host.example.com${rest}`)).toBe(`https://host.example.com${rest}`);
      }),
    );
  });

  test('nowhere that a browser reads as another host than the one that was looked at', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aA1.:/@\\?#[]%-_&=~ x'.split('')) }), (text) => {
        const location = locationOf(text);
        if (location === undefined) return;
        const { hostname, username, port, protocol } = new URL(location);
        expect(location.toLowerCase().startsWith(`${protocol}//${hostname.replace(/\.$/, '')}`)).toBe(true);
        expect([username, port]).toEqual(['', '']);
        expect(hostname).toMatch(/\./);
      }),
      { numRuns: 2_000 },
    );
  });

  test('in time that grows no faster than the address', () => {
    const rest = `host.example.com/${'a.'.repeat(8_000)}mp3?${'https://'.repeat(1_000)}`;
    expect(locationOf(rest)).toBe(`https://${rest}`);
    expect(locationOf(`${'a.'.repeat(8_000)}/1.mp3`)).toBeUndefined();
  });
});

describe('a page', () => {
  const page = { endsLikeMedia: false };
  test.each([
    ['a file, by an id that is not known', { endsLikeMedia: true }, { isKnown: false, destination: 'audio' }, true],
    ['a file opened as a page, by an id that is known', { endsLikeMedia: true }, { isKnown: true, destination: 'document' }, true],
    ['no file opened as a page, by an id that is not known', { endsLikeMedia: true }, { isKnown: false, destination: 'document' }, false],
    ['what players ask for, by an id that is known', page, { isKnown: true }, true],
    ['what a web player asks for, by an id that is known', page, { isKnown: true, destination: 'audio' }, true],
    ['no page, by an id that is known', page, { isKnown: true, destination: 'document' }, false],
    ['no page in a frame', page, { isKnown: true, destination: 'iframe' }, false],
    ['no page, by an id that is not known', page, { isKnown: false }, false],
  ])('%s', (...[, target, asked, may]) => {
    expect(mayLeadTo(target, asked)).toBe(may);
  });

  test.each([
    ['host.example.com/a/1.mp3?x=.html', true],
    ['host.example.com/a/1.M4A', true],
    ['host.example.com/live.m3u8', true],
    ['host.example.com/offer.html?x=1.mp3', false],
    ['host.example.com/mp3', false],
    ['host.example.com/', false],
  ])('is told from sound by how the path ends: %s', (rest, endsLikeMedia) => {
    expect(episodeTarget(rest, OWN)).toMatchObject({ endsLikeMedia });
  });
});
