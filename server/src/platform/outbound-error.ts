/** Why an outgoing request came to nothing. */
export type OutboundFault = 'malformed' | 'blocked' | 'unreachable' | 'too_slow' | 'too_large' | 'too_many_redirects';

/** Why a signal was aborted, as an error. */
export function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}

/** An outgoing request that came to nothing. The message is fit for whoever chose the address; `cause` is for the log. */
export class OutboundError extends Error {
  readonly fault: OutboundFault;
  /** Whether the host may have taken the request: it was connected to, and then something went wrong. */
  readonly isSent: boolean;

  constructor(fault: OutboundFault, message: string, options: { cause?: unknown; isSent?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.name = 'OutboundError';
    this.fault = fault;
    this.isSent = options.isSent === true;
  }
}
