import { z } from 'zod';

/** Bytes in base64 in a body, at least one and at most so many. */
export function base64Bytes(most: number) {
  return z
    .string()
    .min(4, 'must not be empty')
    .max(Math.ceil(most / 3) * 4, `holds at most ${most.toLocaleString('en')} bytes`)
    .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'must be bytes in base64');
}
