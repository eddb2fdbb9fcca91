import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

const SHIPPED = join(import.meta.dirname, '../../../deploy/promotion');
const NETWORK = /10\.0\.0\.0\/24/g;

export interface Ports {
  postgres: number;
  /** What the other machines reach its PostgreSQL through. */
  link: number;
  rest: number;
  etcd: number;
  peer: number;
}

/** One of the three machines: its name, its folder and its ports on the loopback interface. */
export interface Seat {
  name: string;
  folder: string;
  ports: Ports;
}

/** The shipped configuration of Patroni, as much of it as is asked for here. */
interface Patroni {
  name: string;
  restapi: { listen: string; connect_address: string; authentication: { username: string; password: string } };
  etcd3: { hosts: string[] };
  postgresql: {
    listen: string;
    connect_address: string;
    bin_dir: string;
    data_dir: string;
    pgpass: string;
    authentication: { superuser: { username: string; password: string } };
    parameters: Record<string, string>;
  };
}

const read = (name: string) => readFileSync(join(SHIPPED, name), 'utf8');
const shippedPatroni = () => parse(read('patroni.yaml').replace(NETWORK, '127.0.0.1/32')) as Patroni;
const local = (port: number) => `127.0.0.1:${port}`;

/** The logins that the shipped configuration names. */
export function loginsOf(): { superuser: { role: string; password: string }; rest: { username: string; password: string } } {
  const { restapi, postgresql } = shippedPatroni();
  const { username, password } = postgresql.authentication.superuser;
  return { superuser: { role: username, password }, rest: restapi.authentication };
}

export const dataFolderOf = (seat: Seat) => join(seat.folder, 'postgres');

/** The shipped configuration of Patroni, in which nothing is other than names, addresses and folders. */
export function patroniText(seat: Seat, seats: readonly Seat[], programs: string): string {
  const patroni = shippedPatroni();
  const { ports, folder } = seat;
  patroni.name = seat.name;
  patroni.restapi = { ...patroni.restapi, listen: local(ports.rest), connect_address: local(ports.rest) };
  patroni.etcd3.hosts = seats.map((one) => local(one.ports.etcd));
  Object.assign(patroni.postgresql, {
    listen: local(ports.postgres),
    connect_address: local(ports.link),
    bin_dir: programs,
    data_dir: dataFolderOf(seat),
    pgpass: join(folder, 'pgpass'),
    parameters: { ...patroni.postgresql.parameters, unix_socket_directories: folder },
  });
  return stringify(patroni);
}

/** The shipped settings of etcd, in which nothing is other than names, addresses and folders. */
export function etcdEnvironment(seat: Seat, seats: readonly Seat[]): Record<string, string> {
  const lines = read('etcd.env').matchAll(/^(ETCD_\w+)=(.*)$/gm);
  const own: Record<string, string> = {
    ETCD_NAME: seat.name,
    ETCD_LISTEN_PEER_URLS: `http://${local(seat.ports.peer)}`,
    ETCD_INITIAL_ADVERTISE_PEER_URLS: `http://${local(seat.ports.peer)}`,
    ETCD_LISTEN_CLIENT_URLS: `http://${local(seat.ports.etcd)}`,
    ETCD_ADVERTISE_CLIENT_URLS: `http://${local(seat.ports.etcd)}`,
    ETCD_DATA_DIR: join(seat.folder, 'etcd'),
    ETCD_INITIAL_CLUSTER: seats.map(({ name, ports }) => `${name}=http://${local(ports.peer)}`).join(','),
  };
  return Object.fromEntries(Array.from(lines, ([, name, value]) => [name, own[name] ?? value]));
}

/** The shipped configuration of HAProxy, in which nothing is other than ports. */
export function haproxyText(port: number, seats: readonly Seat[]): string {
  const lines = read('haproxy.cfg').split('\n');
  const own = seats.map(({ name, ports }) => `  server ${name} ${local(ports.postgres)} check addr 127.0.0.1 port ${ports.rest}`);
  const kept = lines.filter((line) => !line.startsWith('  server machine-'));
  return [...kept.map((line) => line.replace('bind 127.0.0.1:5000', `bind ${local(port)}`)), ...own, ''].join('\n');
}
