import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type ReportSchedule = Schemas['ReportSchedule'];
export type NewReportSchedule = Schemas['NewReportSchedule'];

export const listReportSchedules = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/attribution/report-schedules', { signal }));

export const createReportSchedule = (body: NewReportSchedule) => bodyOf(client.POST('/api/v1/attribution/report-schedules', { body }));

export const pauseReportSchedule = (id: string, isPaused: boolean) =>
  bodyOf(client.PATCH('/api/v1/attribution/report-schedules/{id}', { params: { path: { id } }, body: { isPaused } }));

export const sendReportSchedule = (id: string) =>
  bodyOf(client.POST('/api/v1/attribution/report-schedules/{id}/send', { params: { path: { id } }, body: {} }));

export const deleteReportSchedule = (id: string) =>
  settle(client.DELETE('/api/v1/attribution/report-schedules/{id}', { params: { path: { id } } }));
