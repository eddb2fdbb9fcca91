import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP address that leads to a port of this machine, which can be another one later: what a proxy or a moving IP address is. */
export interface Relay {
  port: number;
  /** Leads new connections there, and ends those that are open; what is under way in them is lost. Mends what was cut. */
  leadTo(port: number): void;
  /** Lets nothing through any more and takes no connections, without ending any: what a cut cable does. */
  cut(): void;
  close(): Promise<void>;
}

/** Opens one; what passes takes so many milliseconds longer, each way. */
export async function openRelay(target: number, delayMs = 0): Promise<Relay> {
  let port = target;
  let isCut = false;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const pass = (from: Socket, to: Socket) => {
    const later = (work: () => void) => (delayMs === 0 ? work() : void setTimeout(work, delayMs));
    from.on('data', (part) =>
      later(() => {
        if (!isCut && !to.destroyed) to.write(part);
      }),
    );
    from.on('close', () =>
      later(() => {
        if (!isCut) to.destroy();
      }),
    );
  };
  const server = createServer((inner) => {
    keep(inner);
    if (isCut) return;
    const outer = connect(port, '127.0.0.1');
    keep(outer);
    pass(inner, outer);
    pass(outer, inner);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(next) {
      port = next;
      isCut = false;
      end();
    },
    cut() {
      isCut = true;
    },
    async close() {
      server.close();
      end();
    },
  };
}
