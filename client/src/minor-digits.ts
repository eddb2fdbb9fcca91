/** Currencies whose minor unit is not a hundredth, by its digits (ISO 4217, list one). */
const MINOR_DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** How many decimal digits the API's minor units of a currency stand for: 2 for USD, 0 for JPY. */
export function minorDigits(currency: string): number {
  const found = Object.entries(MINOR_DIGITS).find(([, codes]) => codes.split(' ').includes(currency));
  return found === undefined ? 2 : Number(found[0]);
}
