/** The words of feature flags as they stand for a tenant. */
export const flagTexts = {
  title: 'Feature flags',
  lead: 'What is switched on and off for this tenant. The operator of this installation decides.',
  flag: 'Flag',
  stands: 'Stands',
  source: 'Who said so',
  until: 'Until',
  on: 'on',
  off: 'off',
  forGood: 'for good',
  sources: {
    default: 'nobody: it is so by default',
    tier: 'the operator, for your tier',
    tenant: 'the operator, for your tenant',
  },
} as const;
