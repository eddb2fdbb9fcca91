import { queryOptions } from '@tanstack/react-query';
import { listConnections } from '../../sso-api.ts';

export const connectionsQuery = queryOptions({ queryKey: ['sso-connections'], queryFn: ({ signal }) => listConnections(signal) });
