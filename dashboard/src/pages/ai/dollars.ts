const MICROS = 1_000_000;
const fine = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** Millionths of a US dollar, as what models cost is counted. */
export function dollars(micros: number): string {
  return fine.format(micros / MICROS);
}
