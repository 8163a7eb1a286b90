import { describe, expect, it } from 'vitest';
import type { Service } from '#contract/hall.ts';
import { afterMaterials, afterService } from './take-path.ts';

const service: Service = {
  serviceId: 's',
  parentId: null,
  name: { 'zh-CN': '事项' },
  queueId: 'q',
  position: 1,
};
const order = { serviceId: 's' };

describe('the way to a number', () => {
  it('is no longer for a service that asks for nothing', () => {
    expect(afterService(service, order, false)).toEqual({ name: 'identity', order });
    expect(afterService({ ...service, materials: [] }, order, true)).toEqual({ name: 'confirm', order });
  });

  it('asks for the materials first, and then goes on as without', () => {
    const asking = { ...service, materials: [{ 'zh-CN': '户口簿' }] };
    expect(afterService(asking, order, true)).toEqual({ name: 'materials', order });
    const answered = { ...order, missing: [0] };
    expect(afterMaterials(answered, false)).toEqual({ name: 'identity', order: answered });
    expect(afterMaterials(answered, true)).toEqual({ name: 'confirm', order: answered });
  });

  it('asks nobody for a card who keeps an appointment', () => {
    const kept = { ...order, appointmentId: 'a-1' };
    expect(afterService(service, kept, false)).toEqual({ name: 'confirm', order: kept });
  });
});
