const DIGITS = 10;

function units(amount: string): bigint {
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const size = BigInt(whole + decimals.padEnd(DIGITS, '0').slice(0, DIGITS));
  return sign === '-' ? -size : size;
}

/** The sum of exact decimals of up to ten digits after the point, exact as they are. */
export function totalOf(amounts: readonly string[]): string {
  const sum = amounts.reduce((before, amount) => before + units(amount), 0n);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(DIGITS + 1, '0');
  const decimals = digits.slice(-DIGITS).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}${decimals === '' ? '' : `.${decimals}`}`;
}
