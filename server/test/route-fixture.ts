import type { Operation } from '../src/tenants/authorize.ts';

/** One request: its path under the server's address, and its body. */
export interface Request {
  path: string;
  body?: unknown;
}

/** How one operation of the OpenAPI document is used, well and badly. */
export interface RouteFixture {
  /** Method and path as the document names them. */
  operation: string;
  /** What the caller must be allowed; undefined where anybody is. */
  permission?: Operation;
  /** The status of a request that succeeds. */
  status: number;
  valid: Request;
  /** The same for an id the tenant never had, and for one of another tenant. Absent where the id is the caller's to choose. */
  absent?: Request;
  foreign?: Request;
  /** True when what the valid request names is there for the other tenant too. */
  isShared?: true;
  /** A path whose id cannot be one. */
  malformed?: string;
  /** The action of the audit row that the valid request writes: in the tenant's log, or, without `permission`, in the installation's. */
  audited?: string;
  /** The actions of further rows in the tenant's log, of what ends with what the request ends. */
  auditedBeside?: RegExp;
  /** Takes back what the valid request did, where the other routes could not be tried after it. */
  undo?: () => Promise<unknown>;
  /** True for a route of a person's own account: no key may, and every person may. */
  isOwn?: boolean;
  /** True for a route of the installation's administration: an operator may, and nobody of a tenant. */
  isPlatform?: boolean;
  /** Makes what the valid request needs afresh each time: a person's session, a code or a link that works once. */
  prepare?: () => Promise<Sent>;
}

/** What a prepared request is sent with, in place of the key and the body of the fixture. */
export interface Sent {
  headers?: Record<string, string>;
  body?: unknown;
}

/** Whether a route answers to anybody. */
export function isPublic({ permission, isOwn, isPlatform }: RouteFixture): boolean {
  return permission === undefined && isOwn !== true && isPlatform !== true;
}

/** A path under /api/v1. */
export const api = (path: string) => `/api/v1${path}`;

/** An id that nothing has. */
export const NOBODY = '01a213e7-890d-7f87-9b32-3881f0d89edc';
