/** An account of the operator's with a vendor of AI. */
export interface OperatorAccount {
  /** Undefined where the address asks for none, such as a server of the operator's own. */
  apiKey: string | undefined;
  /** Without a slash at the end; undefined means the vendor's own. */
  baseUrl: string | undefined;
}

/** What the operator has with vendors of AI, for tenants that bring no account of their own. */
export interface OperatorAi {
  openai: OperatorAccount | undefined;
  anthropic: OperatorAccount | undefined;
  /** The operator's own price list, as it was written down; it goes before the one that is shipped. */
  prices: unknown;
}

/** An installation whose operator has no account. */
export const NO_OPERATOR_AI: OperatorAi = { openai: undefined, anthropic: undefined, prices: [] };
