import { z } from 'zod';

/** The way to the first credited conversion, in its order; the last two help, and are no part of it. */
export const STEPS = ['profile', 'catalog', 'tracking', 'touchpoint', 'conversion', 'credit', 'spend', 'member'] as const;
export type Step = (typeof STEPS)[number];
export const OPTIONAL_STEPS: readonly Step[] = ['spend', 'member'];

export const PROFILES = ['podcaster', 'network', 'agency', 'advertiser'] as const;
const Profile = z.enum(PROFILES, { error: `must be one of ${PROFILES.join(', ')}` });
export type Profile = z.infer<typeof Profile>;

export const OnboardingStep = z
  .object({
    step: z.enum(STEPS),
    isOptional: z.boolean(),
    state: z.enum(['done', 'skipped', 'open']),
    doneAt: z.string().nullable().describe('when it was first seen done; null for a step that is done and not written down yet, too'),
    skippedAt: z.string().nullable(),
    secondsToDone: z.number().nullable().describe('from the creation of the tenant'),
  })
  .meta({ id: 'OnboardingStep' });
export type OnboardingStep = z.infer<typeof OnboardingStep>;

export const Onboarding = z
  .object({
    profile: Profile.nullable(),
    state: z
      .enum(['open', 'dismissed', 'done'])
      .describe('done: a conversion is credited; dismissed: somebody put the guide away before that'),
    isShown: z.boolean().describe('whether an overview should lead there'),
    createdAt: z.string().describe('of the tenant'),
    lookedAt: z.string().nullable().describe('when somebody looked at the guide last, to the hour'),
    dismissedAt: z.string().nullable(),
    steps: z.array(OnboardingStep),
    stoppedAt: z.enum(STEPS).nullable().describe('the first step of the way that is neither done nor skipped; null when there is none'),
    secondsToCredit: z.number().nullable(),
  })
  .meta({ id: 'Onboarding' });
export type Onboarding = z.infer<typeof Onboarding>;

const steps = z.array(z.enum(STEPS, { error: `must be one of ${STEPS.join(', ')}` })).max(STEPS.length);

export const OnboardingChange = z
  .strictObject({
    profile: Profile.optional().describe('what the tenant is'),
    skip: steps.optional().describe('steps to be passed over'),
    resume: steps.optional().describe('steps that are to be done after all'),
    isDismissed: z.boolean('must be true or false').optional().describe('true puts the guide away, false brings it back'),
    hasLooked: z.literal(true, { error: 'must be true' }).optional().describe('somebody looks at the guide now'),
  })
  .meta({ id: 'OnboardingChange' });
export type OnboardingChange = z.infer<typeof OnboardingChange>;

export const OnboardingFunnel = z
  .object({
    tenants: z.int().describe('that are measured: not the simulated ones, and not those that had credit before anybody looked'),
    steps: z.array(
      z.object({
        step: z.enum(STEPS),
        isOptional: z.boolean(),
        reached: z.int().describe('tenants that have done it'),
        skipped: z.int().describe('tenants that passed it over'),
        stopped: z.int().describe('tenants whose next step it is'),
        medianSeconds: z.number().nullable().describe('from the creation of the tenant, over those that have done it'),
      }),
    ),
    credited: z.int(),
    dismissed: z.int().describe('put the guide away without credit'),
    medianSecondsToCredit: z.number().nullable(),
    stopped: z
      .array(
        z.object({
          tenantId: z.string(),
          name: z.string(),
          createdAt: z.string(),
          profile: Profile.nullable(),
          step: z.enum(STEPS).describe('the step they stopped at'),
          lookedAt: z.string().nullable(),
          isDismissed: z.boolean(),
        }),
      )
      .describe('tenants without credit, the newest first, 100 at most'),
  })
  .meta({ id: 'OnboardingFunnel' });
export type OnboardingFunnel = z.infer<typeof OnboardingFunnel>;
