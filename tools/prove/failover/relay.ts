import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP address that leads to a port of this machine, which can be another one later: what a proxy or a moving IP address is. */
export interface Relay {
  port: number;
  /** Leads new connections there, and ends those that are open; what is under way in them is lost. Mends what was cut. */
  leadTo(port: number): void;
  /** Lets nothing through any more and takes no connections, without ending any: what a cut cable does. */
  cut(): void;
  /** Lets everything through again, and ends what was open while it was cut. */
  mend(): void;
  /** From now on what passes takes so many milliseconds longer, each way. */
  slowBy(delayMs: number): void;
  close(): Promise<void>;
}

export interface RelayOptions {
  /** What passes takes so many milliseconds longer, each way. */
  delayMs?: number;
  /** Is shown what the target answers, before that is passed on. */
  onAnswer?: ((part: Buffer) => void) | undefined;
}

/** Does things in their order, each no sooner than after a delay that may change in between. */
function createLine(delayMs: () => number) {
  const waiting: { dueMs: number; work: () => void }[] = [];
  function pump(): void {
    while (waiting.length > 0 && waiting[0].dueMs <= performance.now()) waiting.shift()?.work();
    if (waiting.length > 0) setTimeout(pump, Math.max(0, waiting[0].dueMs - performance.now()));
  }
  return (work: () => void) => {
    const delay = delayMs();
    if (delay === 0 && waiting.length === 0) return work();
    waiting.push({ dueMs: performance.now() + delay, work });
    if (waiting.length === 1) pump();
  };
}

/** Opens one. */
export async function openRelay(target: number, { delayMs = 0, onAnswer }: RelayOptions = {}): Promise<Relay> {
  let port = target;
  let delay = delayMs;
  let isCut = false;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const pass = (from: Socket, to: Socket) => {
    const later = createLine(() => delay);
    from.on('data', (part) =>
      later(() => {
        if (!isCut && !to.destroyed) to.write(part);
      }),
    );
    from.on('close', () => later(() => void (isCut || to.destroy())));
  };
  const server = createServer((inner) => {
    keep(inner);
    if (isCut) return;
    const outer = connect(port, '127.0.0.1');
    keep(outer);
    if (onAnswer) outer.on('data', onAnswer);
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
    mend() {
      end();
      isCut = false;
    },
    slowBy(next) {
      delay = next;
    },
    async close() {
      server.close();
      end();
    },
  };
}
