import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** One DER value: its tag, its length, its content. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const SEQUENCE = 0x30;
const OBJECT_ID = 0x06;
const ECDSA_SHA256 = der(SEQUENCE, der(OBJECT_ID, Buffer.from('2a8648ce3d040302', 'hex')));

function named(name: string): Buffer {
  const pair = der(SEQUENCE, der(OBJECT_ID, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)));
  return der(SEQUENCE, der(0x31, pair));
}

function body(hostname: string, publicKey: KeyObject): Buffer {
  const validity = der(SEQUENCE, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('490101000000Z')));
  const names = der(SEQUENCE, der(0x82, Buffer.from(hostname)));
  const extension = der(SEQUENCE, der(OBJECT_ID, Buffer.from('551d11', 'hex')), der(0x04, names));
  return der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    named(hostname),
    validity,
    named(hostname),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, extension)),
  );
}

/** A certificate for one host name that vouches for itself, with its key, both as PEM. */
export function selfSigned(hostname: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = body(hostname, publicKey);
  const signature = sign('sha256', content, privateKey);
  const whole = der(SEQUENCE, content, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  const lines = whole
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
