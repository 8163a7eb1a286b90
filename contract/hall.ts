import { z } from 'zod';
import { PREFIX_SHAPE } from '#domain/queue/ticket-number.ts';
import { businessDateSchema, localizedTextSchema } from './scalars.ts';

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

/** Why somebody may be called before others (seed 000 一次办 二(三)); `veteran` is 军人、退役军人. */
export const priorityClassSchema = z.enum([
  'ordinary',
  'appointment',
  'elderly',
  'disabled',
  'pregnant',
  'veteran',
]);

/** How priority is weighed; see `domain/queue/priority.ts`. */
export const priorityPolicySchema = z.object({
  prioritiesPerOrdinary: z.int().min(1).max(10),
  ageingMinutes: z.int().min(5).max(480),
  elderlyAge: z.int().min(55).max(100),
});

const hourSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Midnight at the end of a day, so that a hall can be open to it. */
const endHourSchema = z.union([hourSchema, z.literal('24:00')]);

const openKindSchema = z.enum([
  'regular',
  'extended', // 延时服务
  'by-appointment', // 预约服务
]);

/** When the hall is open; lunch is the gap between two spans of a day. */
export const hallHoursSchema = z.object({
  weekly: z.array(
    z.object({ weekday: z.int().min(1).max(7), from: hourSchema, to: endHourSchema, kind: openKindSchema }),
  ),
  /** Days that differ: holidays (no spans), working weekends. */
  exceptions: z.array(
    z.object({
      date: businessDateSchema,
      spans: z.array(z.object({ from: hourSchema, to: endHourSchema, kind: openKindSchema })),
    }),
  ),
});

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
  /** What to have in hand (Q9); nothing to bring when absent. */
  materials: z.array(localizedTextSchema).optional(),
  /** Takes appointments; a hall that closes early gives them to who waits. */
  appointments: z.boolean().optional(),
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
  /** Always open when absent. */
  hours: hallHoursSchema.optional(),
  priority: priorityPolicySchema.optional(),
  checkIn: z
    .object({ earlyMinutes: z.int().min(0).max(240), lateMinutes: z.int().min(0).max(240) })
    .optional(),
  /** So often a number is called before it may be put down as not come; 3 when absent. */
  callsBeforeNoShow: z.int().min(1).max(10).optional(),
  /** Where phones in the hall reach the platform; tickets then carry a code that opens their page. */
  followUpUrl: z.url().optional(),
});
export type Hall = z.infer<typeof hallSchema>;
export type Queue = z.infer<typeof queueSchema>;
export type Counter = z.infer<typeof counterSchema>;
