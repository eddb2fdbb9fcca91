/** What of an anomaly a notice tells. */
interface Told {
  id: string;
  finding: string;
}

const MOST_TOLD = 20;

/** The mail that tells members of new anomalies. */
export function noticeOf(tenant: string, anomalies: readonly Told[], publicUrl: string): { subject: string; text: string } {
  const count = anomalies.length;
  const subject = `${tenant}: ${count === 1 ? 'an anomaly' : `${count} anomalies`} in your figures`;
  const told = anomalies.slice(0, MOST_TOLD).map(({ finding }) => `- ${finding}`);
  const rest = count > MOST_TOLD ? [`- and ${count - MOST_TOLD} more`] : [];
  const where = `at ${new URL('/insights/anomalies', publicUrl).href}`;
  const text = [
    ...told,
    ...rest,
    '',
    `You find each on its chart ${where}. Say there whether it was useful, expected or wrong: that teaches what you are told next time.`,
  ].join('\n');
  return { subject, text };
}
