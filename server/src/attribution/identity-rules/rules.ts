/** By what rules a version of this program ties touchpoints to conversions, as far as two versions can differ in it. */
export interface IdentityRules {
  /** Counts up when matching changes in a way that the numbers below do not tell. */
  edition: number;
  lookbackDays: number;
  /** Behind one address, beyond which it stands for no household. */
  mostDevices: number;
  deviceSpanDays: number;
  /** Under one key, beyond which it stands for nobody. */
  mostTouchpointsPerKey: number;
  /** The classes of evidence, the strongest first. */
  evidence: readonly string[];
}
