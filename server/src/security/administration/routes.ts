import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { operatorOf } from '../../tenants/authorize.ts';
import { FlagStates, FlagTurn, TierFlags } from '../../tenants/flags/schema.ts';
import { TenantClosing, TenantDetails, TenantPath } from '../../tenants/lifecycle/schema.ts';
import { QuotaOverride, QuotaStates } from '../../tenants/quotas/schema.ts';
import {
  AdministeredChange,
  AdministeredTenant,
  CreatedTenant,
  FlagPath,
  PlatformAuditEntry,
  QuotaPath,
  TenantsQuery,
  TenantSuspension,
  TierFlagPath,
} from './schema.ts';
import {
  administerChange,
  administerClosing,
  administerCreation,
  administerFlag,
  administerQuota,
  administerReactivation,
  administerSuspension,
  administerTierFlag,
  listPlatformLog,
  listTenants,
  showFlags,
  showQuotas,
  showTenant,
  showTierFlags,
} from './service.ts';

const tags = ['Platform'];
const Nothing = z.strictObject({}).describe('{}: there is nothing to say');

function tenantRoutes(app: App, context: Context): void {
  app.get('/tenants', {
    schema: { tags, summary: "List the installation's tenants", querystring: TenantsQuery, response: { 200: pageSchema(TenantDetails) } },
    handler: (request) => listTenants(context, operatorOf(request), pageRequest(request.query), request.query),
  });
  app.post('/tenants', {
    schema: { tags, summary: 'Create a tenant', body: AdministeredTenant, response: { 201: CreatedTenant } },
    handler: async (request, reply) => reply.code(201).send(await administerCreation(context, operatorOf(request), request.body)),
  });
  app.get('/tenants/:id', {
    schema: { tags, summary: 'Read any tenant', params: TenantPath, response: { 200: TenantDetails } },
    handler: (request) => showTenant(context, operatorOf(request), request.params.id),
  });
  app.patch('/tenants/:id', {
    schema: {
      tags,
      summary: 'Rename a tenant, or change its tier',
      params: TenantPath,
      body: AdministeredChange,
      response: { 200: TenantDetails },
    },
    handler: (request) => administerChange(context, operatorOf(request), request.params.id, request.body),
  });
}

function lifecycleRoutes(app: App, context: Context): void {
  app.post('/tenants/:id/suspend', {
    schema: { tags, summary: 'Suspend a tenant', params: TenantPath, body: TenantSuspension, response: { 200: TenantDetails } },
    handler: (request) => administerSuspension(context, operatorOf(request), request.params.id, request.body),
  });
  app.post('/tenants/:id/reactivate', {
    schema: { tags, summary: 'Lift a suspension, undo a closing', params: TenantPath, body: Nothing, response: { 200: TenantDetails } },
    handler: (request) => administerReactivation(context, operatorOf(request), request.params.id),
  });
  app.post('/tenants/:id/close', {
    schema: { tags, summary: 'Close any tenant', params: TenantPath, body: TenantClosing, response: { 200: TenantDetails } },
    handler: (request) => administerClosing(context, operatorOf(request), request.params.id, request.body),
  });
}

function limitRoutes(app: App, context: Context): void {
  app.get('/tenants/:id/quotas', {
    schema: { tags, summary: "List a tenant's quotas", params: TenantPath, response: { 200: QuotaStates } },
    handler: (request) => showQuotas(context, operatorOf(request), request.params.id),
  });
  app.put('/tenants/:id/quotas/:quota', {
    schema: { tags, summary: "Set another limit than the tier's", params: QuotaPath, body: QuotaOverride, response: { 200: QuotaStates } },
    handler: (request) => {
      const { id: tenantId, quota } = request.params;
      return administerQuota(context, operatorOf(request), { tenantId, quota }, request.body.limit);
    },
  });
  app.delete('/tenants/:id/quotas/:quota', {
    schema: { tags, summary: "Give a quota its tier's limit again", params: QuotaPath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { id: tenantId, quota } = request.params;
      await administerQuota(context, operatorOf(request), { tenantId, quota }, undefined);
      return reply.code(204).send(null);
    },
  });
}

function flagRoutes(app: App, context: Context): void {
  app.get('/tenants/:id/flags', {
    schema: { tags, summary: "List a tenant's feature flags", params: TenantPath, response: { 200: FlagStates } },
    handler: (request) => showFlags(context, operatorOf(request), request.params.id),
  });
  app.put('/tenants/:id/flags/:flag', {
    schema: { tags, summary: 'Turn a feature flag for a tenant', params: FlagPath, body: FlagTurn, response: { 200: FlagStates } },
    handler: (request) => {
      const { id: tenantId, flag } = request.params;
      return administerFlag(context, operatorOf(request), { tenantId, flag }, request.body);
    },
  });
  app.delete('/tenants/:id/flags/:flag', {
    schema: { tags, summary: 'Leave a feature flag to the tier again', params: FlagPath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { id: tenantId, flag } = request.params;
      await administerFlag(context, operatorOf(request), { tenantId, flag }, undefined);
      return reply.code(204).send(null);
    },
  });
  app.get('/flags', {
    schema: { tags, summary: 'List feature flags as they stand for each tier', response: { 200: TierFlags } },
    handler: (request) => showTierFlags(context, operatorOf(request)),
  });
  app.put('/tiers/:tier/flags/:flag', {
    schema: { tags, summary: 'Turn a feature flag for a tier', params: TierFlagPath, body: FlagTurn, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await administerTierFlag(context, operatorOf(request), request.params, request.body);
      return reply.code(204).send(null);
    },
  });
  app.delete('/tiers/:tier/flags/:flag', {
    schema: { tags, summary: 'Leave a feature flag to its default again', params: TierFlagPath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await administerTierFlag(context, operatorOf(request), request.params, undefined);
      return reply.code(204).send(null);
    },
  });
}

/** Everything of the installation's administration but signing in. */
export function administrationRoutes(app: App, context: Context): void {
  tenantRoutes(app, context);
  lifecycleRoutes(app, context);
  limitRoutes(app, context);
  flagRoutes(app, context);
  app.get('/audit-log', {
    schema: { tags, summary: "Read the installation's own log", querystring: PageQuery, response: { 200: pageSchema(PlatformAuditEntry) } },
    handler: (request) => listPlatformLog(context, operatorOf(request), pageRequest(request.query)),
  });
}
