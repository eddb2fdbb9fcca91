import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The baseline: Node's own server, which answers every request with one redirect and does nothing else. */
const server = createServer((_request, response) => {
  response.writeHead(302, { location: 'https://host.example.com/1.mp3', 'content-length': 0 }).end();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.once('SIGTERM', () => process.exit(0));
