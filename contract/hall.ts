import { z } from 'zod';
import { PREFIX_SHAPE } from '#domain/queue/ticket-number.ts';
import { localizedTextSchema } from './scalars.ts';

/** 窗口类型 of seed 002 #5 and seed 000 一次办 二(二). */
export const counterKindSchema = z.enum([
  'general', // 综合窗口
  'one-visit', // 一次办
  'agency', // 帮您办
  'advice', // 综合咨询
  'cross-province', // 跨省通办
  'four-cities', // 呼包鄂乌四城通办
  'city-wide', // 全市通办
  'stuck-case', // 办不成事
  'slow-case', // 蜗牛办事
  'department',
]);

export const counterSchema = z.object({
  counterId: z.string(),
  label: localizedTextSchema,
  kind: counterKindSchema,
  queueIds: z.array(z.string()),
});

export const queueSchema = z.object({
  queueId: z.string(),
  prefix: z.string().regex(PREFIX_SHAPE),
  name: localizedTextSchema,
  /** Mean time at the counter, minutes; a prior until the hall has history. */
  serviceMinutes: z.number().positive(),
});

/** A node of the service tree; a leaf names the queue its tickets belong to. */
export const serviceSchema = z.object({
  serviceId: z.string(),
  parentId: z.string().nullable(),
  name: localizedTextSchema,
  /** Present exactly on leaves. */
  queueId: z.string().nullable(),
  position: z.number().int(),
});
export type Service = z.infer<typeof serviceSchema>;

/** Everything a terminal must know of its hall to work with the network cut. */
export const hallSchema = z.object({
  hallId: z.string(),
  version: z.number().int().positive(),
  name: localizedTextSchema,
  counters: z.array(counterSchema),
  queues: z.array(queueSchema),
  services: z.array(serviceSchema),
});
export type Hall = z.infer<typeof hallSchema>;
export type Queue = z.infer<typeof queueSchema>;
export type Counter = z.infer<typeof counterSchema>;
