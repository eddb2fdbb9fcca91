import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createTenant } from '../crash/audit.ts';
import type { AuditTenant } from '../crash/batches.ts';
import { attempt, openLedger } from '../crash/ledger.ts';
import { type Answer, percentile, sendBatch, statusText, touchpointsOf } from './asking.ts';
import { type Drill, openChecks, type Outcome } from './drill.ts';
import { handlesOf, memoryOf, openGround, startWatching, until } from './ground.ts';

const SEED = Number(process.env.PROVE_SEED ?? 1);
const SLOW = 150;
/** Node looks twice, 20 seconds apart, before it ends a connection whose answer nobody reads. */
const WITHIN_SECONDS = 60;
const LOOK_MS = 8_000;
const MOST_MEMORY_MIB = 900;

interface SlowClients {
  open(): number;
  destroy(): void;
}

/** Clients that send a byte a second, of a head or of a body, and clients that ask for much and read nothing of it. */
function openSlowClients(url: string, { apiKey }: AuditTenant): SlowClients {
  const { port, host } = new URL(url);
  const sockets: Socket[] = [];
  const body = `POST /api/v1/touchpoints HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${apiKey}\r\ncontent-length: 9999\r\n\r\n`;
  const asked = `GET /openapi.json HTTP/1.1\r\nhost: ${host}\r\n\r\n`.repeat(40);
  const texts = ['GET / HTTP/1.1\r\n', body, asked];
  for (let place = 0; place < SLOW; place += 1) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(texts[place % texts.length]);
    if (place % texts.length === 2) socket.pause();
    else socket.resume();
    sockets.push(socket);
  }
  const dripping = setInterval(() => sockets.forEach((socket, place) => place % texts.length < 2 && socket.write('x')), 1_000);
  return {
    open: () => sockets.filter(({ closed }) => !closed).length,
    destroy() {
      clearInterval(dripping);
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function run(tell: (text: string) => void): Promise<Outcome> {
  const { faults, demand } = openChecks();
  const ground = await openGround();
  try {
    const tenant = await createTenant(ground, 'quick');
    const url = await ground.address();
    const ledger = openLedger();
    let number = 0;
    const look = async (): Promise<Answer[]> => {
      const answers: Answer[] = [];
      const from = performance.now();
      while (performance.now() - from < LOOK_MS) {
        const batch = touchpointsOf({ seed: SEED, tenant, client: 1, number: (number += 1) });
        attempt(ledger, batch.sent);
        answers.push(await sendBatch(url, tenant, { batch, ledger }));
        await pause(20);
      }
      return answers;
    };
    const before = await look();
    const idle = handlesOf(ground.pid());
    const memory = startWatching(() => memoryOf(ground.pid()));
    tell('slow clients come');
    const from = performance.now();
    const clients = openSlowClients(url, tenant);
    const beside = await look();
    const most = handlesOf(ground.pid());
    const areBack = await until(() => handlesOf(ground.pid()) <= idle + 8, WITHIN_SECONDS * 1_000);
    const seconds = (performance.now() - from) / 1_000;
    clients.destroy();
    const mib = memory.stop();
    const [calm, busy] = [percentile(before, 0.5), percentile(beside, 0.5)];
    const refused = [...before, ...beside].filter(({ status }) => status !== 202);
    demand(refused.length === 0, `others were answered ${statusText(refused)}`);
    demand(most > idle + SLOW / 2, 'the slow clients were not there, so that the drill sees nothing');
    demand(busy < 3 * calm + 50, `the median of others went from ${calm.toFixed(0)} to ${busy.toFixed(0)} ms`);
    const stillOpen = handlesOf(ground.pid()) - idle;
    demand(areBack && seconds < WITHIN_SECONDS, `after ${seconds.toFixed(0)} s ${stillOpen} handles were still open`);
    demand(mib < MOST_MEMORY_MIB, `${mib.toFixed(0)} MiB of memory`);
    const seen =
      `median of others ${calm.toFixed(0)} ms before, ${busy.toFixed(0)} ms beside them; ` +
      `handles ${idle}, then ${most}, and as before after ${seconds.toFixed(0)} s; at most ${mib.toFixed(0)} MiB`;
    return { seen, faults };
  } finally {
    await ground.remove();
  }
}

export const slowClients: Drill = {
  name: 'slow client',
  fault: `${SLOW} clients: a third sends its head a byte a second, a third its body, a third asks for much and reads nothing`,
  expected:
    'others are answered as fast (a median of no more than three times), ' +
    `and within ${WITHIN_SECONDS} s the server has ended the slow ones`,
  run,
};
