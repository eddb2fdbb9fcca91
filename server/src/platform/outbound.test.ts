import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { selfSigned } from '../../test/certificate.ts';
import { openOutbound } from './outbound.ts';
import { readNetworks, standingOf } from './outbound-address.ts';

const LOOPBACK = ['127.0.0.0/8', '::1'];
const own = openOutbound({ networks: LOOPBACK });
const strict = openOutbound();

let answerWith: RequestListener = (_request, response) => response.end('hello');
let reached: string[] = [];
let server: Server;
let port = 0;

async function listen(made: Server): Promise<number> {
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  return (made.address() as AddressInfo).port;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(`${request.method} ${request.url}`);
    answerWith(request, response);
  });
  port = await listen(server);
});
afterEach(() => {
  reached = [];
  answerWith = (_request, response) => response.end('hello');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const here = (path = '/') => `http://127.0.0.1:${port}${path}`;

describe('an address inside is refused before anything is connected to', () => {
  test.each([
    ['dotted', 'https://127.0.0.1'],
    ['short', 'https://127.1'],
    ['decimal', 'https://2130706433'],
    ['hexadecimal', 'https://0x7f000001'],
    ['hexadecimal in parts', 'https://0x7f.0x0.0x0.0x1'],
    ['octal', 'https://0177.0.0.1'],
    ['zero', 'https://0'],
    ['with a dot at the end', 'https://127.0.0.1.'],
    ['percent-encoded', 'https://%31%32%37.0.0.1'],
    ['full-width digits', 'https://１２７.０.０.１'],
    ['circled digits', 'https://①②⑦.⓪.⓪.①'],
    ['ideographic full stops', 'https://127。0。0。1'],
    ['IPv6 loopback', 'https://[::1]'],
    ['mapped IPv6', 'https://[::ffff:127.0.0.1]'],
    ['mapped IPv6 in hexadecimal', 'https://[::ffff:7f00:1]'],
    ['compatible IPv6', 'https://[::127.0.0.1]'],
    ['NAT64', 'https://[64:ff9b::7f00:1]'],
    ['6to4', 'https://[2002:7f00:1::]'],
    ['unspecified IPv6', 'https://[::]'],
    ['link-local, where clouds keep their secrets', 'https://169.254.169.254'],
    ['private', 'https://10.0.0.1'],
    ['shared by carriers', 'https://100.64.0.1'],
    ['unique local', 'https://[fd00:ec2::254]'],
    ['outside what IPv6 has given out', 'https://[4000::1]'],
  ])('%s', async (_, url) => {
    await expect(strict.send({ url: `${url}:${port}/` })).rejects.toMatchObject({ fault: 'blocked' });
    await expect(strict.send({ url: `${url.replace('https', 'http')}:${port}/` })).rejects.toMatchObject({ fault: 'blocked' });
    expect(reached).toEqual([]);
  });

  test('a name that leads there, and one of whose addresses only one does', async () => {
    await expect(strict.send({ url: `https://localhost:${port}/` })).rejects.toMatchObject({
      fault: 'blocked',
      message: expect.stringContaining('allow its network with EARSHOT_OUTBOUND_NETWORKS'),
    });
    const lookup = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await expect(openOutbound({ lookup }).send({ url: `https://mixed.example:${port}/` })).rejects.toMatchObject({ fault: 'blocked' });
    expect(reached).toEqual([]);
  });

  test('a name that is looked up differently the second time: it is looked up once', async () => {
    let looked = 0;
    const lookup = async () => {
      looked += 1;
      return [{ address: looked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
    };
    const networks = ['192.0.2.0/24'];
    const asked = openOutbound({ networks, lookup }).send({ url: `http://rebind.example:${port}/`, timeoutMs: 300 });
    await expect(asked).rejects.toMatchObject({ name: 'OutboundError' });
    expect(looked).toBe(1);
    expect(reached).toEqual([]);
  });

  test('a lookup that says an address no machine can read', async () => {
    const lookup = async () => [{ address: '127.0.0.1%lo', family: 4 }];
    await expect(openOutbound({ lookup }).send({ url: 'https://odd.example/' })).rejects.toMatchObject({ fault: 'blocked' });
  });
});

test('plain http goes to named networks alone', async () => {
  await expect(strict.send({ url: 'http://93.184.216.34/' })).rejects.toMatchObject({ fault: 'blocked' });
  expect((await own.send({ url: here() })).body.toString()).toBe('hello');
});

test.each(['ftp://example.com/', 'file:///etc/passwd', 'data:,hello', 'https://', 'no address', 'https://name:secret@example.com/'])(
  '"%s" is no address to call',
  async (url) => {
    await expect(own.send({ url })).rejects.toMatchObject({ fault: 'malformed' });
  },
);

test('an address stands where its plain form stands', () => {
  const named = readNetworks(['10.1.0.0/16', '::1']);
  expect(standingOf('::ffff:10.1.2.3', named)).toBe('named');
  expect(standingOf('10.2.0.1', named)).toBe('refused');
  expect(standingOf('2606:4700::1', named)).toBe('public');
  expect(standingOf('', named)).toBe('refused');
});

describe('a redirect', () => {
  const to = (location: string, status = 302) => {
    answerWith = (_request, response) => response.writeHead(status, { location }).end();
  };

  test('is the answer itself unless it may be followed', async () => {
    to('https://example.com/');
    expect(await own.send({ url: here() })).toMatchObject({ status: 302 });
    expect(await own.send({ url: here(), method: 'POST', body: 'a', maxRedirects: 3 })).toMatchObject({ status: 302 });
  });

  test.each(['http://10.0.0.1/', 'https://[::ffff:a9fe:a9fe]/latest/meta-data', 'https://2852039166/'])(
    'to %s is refused as the address itself would be',
    async (location) => {
      to(location);
      await expect(own.send({ url: here(), maxRedirects: 3 })).rejects.toMatchObject({ fault: 'blocked' });
    },
  );

  test('is followed only so often', async () => {
    to('/again');
    await expect(own.send({ url: here(), maxRedirects: 3 })).rejects.toMatchObject({ fault: 'too_many_redirects' });
    expect(reached).toHaveLength(4);
  });

  test('to another host leaves credentials behind', async () => {
    const seen: unknown[] = [];
    const headers = { Authorization: 'Bearer secret', 'x-kept': '1' };
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    const url = here().replace('127.0.0.1', 'first.example');
    answerWith = (request, response) => {
      seen.push(request.headers.authorization, request.headers['x-kept']);
      if (request.url === '/') response.writeHead(307, { location: `http://second.example:${port}/next` }).end();
      else response.end('there');
    };
    const answer = await openOutbound({ networks: LOOPBACK, lookup }).send({ url, headers, maxRedirects: 1 });
    expect(answer.body.toString()).toBe('there');
    expect(seen).toEqual(['Bearer secret', '1', undefined, '1']);
  });
});

describe('an answer', () => {
  test('that inflates beyond the limit is cut off while it does', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    answerWith = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    const before = process.memoryUsage().arrayBuffers;
    await expect(own.send({ url: here() })).rejects.toMatchObject({ fault: 'too_large' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
  });

  test('of exactly the limit is read, and one byte more is not', async () => {
    answerWith = (request, response) => response.end('x'.repeat(Number(request.url?.slice(1))));
    expect((await own.send({ url: here('/1000'), maxBytes: 1_000 })).body).toHaveLength(1_000);
    await expect(own.send({ url: here('/1001'), maxBytes: 1_000 })).rejects.toMatchObject({ fault: 'too_large' });
  });

  test('is unpacked, and one that is packed badly or in an unknown way is refused', async () => {
    answerWith = (request, response) => {
      const [, encoding] = request.url?.split('/') ?? [];
      response.writeHead(200, { 'content-encoding': encoding }).end(request.url?.endsWith('/bad') ? 'not packed' : gzipSync('packed'));
    };
    expect((await own.send({ url: here('/gzip/good') })).body.toString()).toBe('packed');
    await expect(own.send({ url: here('/gzip/bad') })).rejects.toMatchObject({ fault: 'malformed' });
    await expect(own.send({ url: here('/zstd/good') })).rejects.toMatchObject({ fault: 'malformed' });
  });

  test('that never begins, or never ends, is given up in time', async () => {
    answerWith = () => undefined;
    await expect(own.send({ url: here(), timeoutMs: 50 })).rejects.toMatchObject({ fault: 'too_slow' });
    answerWith = (_request, response) => void response.write('begun');
    await expect(own.send({ url: here(), timeoutMs: 50 })).rejects.toMatchObject({ fault: 'too_slow' });
  });

  test('does not wait for a lookup that never ends', async () => {
    const lookup = () => new Promise<never>(() => undefined);
    await expect(openOutbound({ lookup }).send({ url: 'https://slow.example/', timeoutMs: 50 })).rejects.toMatchObject({
      fault: 'too_slow',
    });
  });

  test('is not waited for once the caller no longer wants it', async () => {
    const caller = new AbortController();
    answerWith = () => caller.abort(new Error('enough'));
    await expect(own.send({ url: here(), signal: caller.signal })).rejects.toThrow('enough');
  });

  test('that breaks off, or is none, is a failure', async () => {
    answerWith = (_request, response) => response.destroy();
    await expect(own.send({ url: here() })).rejects.toMatchObject({ fault: 'unreachable' });
    answerWith = (_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('five!');
      setImmediate(() => response.destroy());
    };
    await expect(own.send({ url: here() })).rejects.toMatchObject({ name: 'OutboundError' });
  });
});

test('a header cannot be split into two', async () => {
  await expect(own.send({ url: here(), headers: { 'x-a': 'b\r\nx-c: d' } })).rejects.toMatchObject({ name: 'OutboundError' });
  expect(reached).toEqual([]);
});

test('over https the certificate must be trusted and be for the name that was asked', async () => {
  const pair = selfSigned('named.example');
  const secure = createSecureServer(pair, (request, response) => response.end(request.headers.host));
  const securePort = await listen(secure);
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
  const outbound = openOutbound({ networks: LOOPBACK, lookup });
  const send = (host: string) => outbound.send({ url: `https://${host}:${securePort}/` });
  const trusted = getCACertificates('default');
  try {
    await expect(send('named.example')).rejects.toMatchObject({ fault: 'unreachable' });
    setDefaultCACertificates([...trusted, pair.cert]);
    expect((await send('named.example')).body.toString()).toBe(`named.example:${securePort}`);
    await expect(send('other.example')).rejects.toMatchObject({ cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } });
    await expect(send('127.0.0.1')).rejects.toMatchObject({ cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } });
  } finally {
    setDefaultCACertificates(trusted);
    secure.closeAllConnections();
    secure.close();
  }
});

describe('in the shape of fetch', () => {
  test('it sends and answers as fetch does', async () => {
    answerWith = (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.once('end', () => echo(request, response, Buffer.concat(parts)));
    };
    const echo: (...sent: [...Parameters<RequestListener>, Buffer]) => void = (request, response, body) => {
      response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
      response.end(JSON.stringify({ method: request.method, type: request.headers['content-type'], body: body.toString() }));
    };
    const answer = await own.fetch(here(), { method: 'POST', body: new URLSearchParams({ a: 'b c' }) });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await answer.json()).toEqual({ method: 'POST', type: 'application/x-www-form-urlencoded;charset=UTF-8', body: 'a=b+c' });
  });

  test('it refuses what the guard refuses, and redirects where the caller wants none', async () => {
    await expect(strict.fetch(here())).rejects.toThrow(TypeError);
    answerWith = (_request, response) => response.writeHead(302, { location: '/' }).end();
    await expect(own.fetch(here(), { redirect: 'error' })).rejects.toThrow(TypeError);
    expect(await own.fetch(here(), { redirect: 'manual' })).toMatchObject({ status: 302 });
  });

  test('an answer without body is one', async () => {
    answerWith = (_request, response) => response.writeHead(204).end();
    expect(await own.fetch(here())).toMatchObject({ status: 204, body: null });
  });
});
