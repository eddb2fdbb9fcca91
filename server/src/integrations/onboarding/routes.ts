import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf, operatorOf } from '../../tenants/authorize.ts';
import { TenantPath } from '../../tenants/lifecycle/schema.ts';
import { Onboarding, OnboardingChange, OnboardingFunnel } from './schema.ts';
import { changeOnboarding, getFunnel, getOnboarding } from './service.ts';

/** GET and PATCH /tenants/{id}/onboarding. */
export function onboardingRoutes(app: App, context: Context): void {
  const schema = { tags: ['Tenants'], params: TenantPath, response: { 200: Onboarding } };
  app.get('/tenants/:id/onboarding', {
    schema: { ...schema, summary: 'Read how far a tenant has come to its first credited conversion' },
    handler: (request) => getOnboarding(context, actorOf(request), request.params.id),
  });
  app.patch('/tenants/:id/onboarding', {
    schema: { ...schema, summary: 'Say what a tenant is, skip or resume steps, put the guide away', body: OnboardingChange },
    handler: (request) => changeOnboarding(context, actorOf(request), request.params.id, request.body),
  });
}

/** GET /platform/onboarding, for operators. */
export function platformOnboardingRoutes(app: App, context: Context): void {
  app.get('/onboarding', {
    schema: {
      tags: ['Platform'],
      summary: 'Count how far tenants have come to their first credited conversion',
      description: 'Sample data, simulated and closed tenants are left out, and those that had credit before anybody looked.',
      response: { 200: OnboardingFunnel },
    },
    handler: (request) => getFunnel(context, operatorOf(request)),
  });
}
