import type { Service } from '#contract/hall.ts';
import type { Page, TakeOrder } from '../navigation.ts';

/** Where the choice of a service leads: by way of its materials, where it has any. */
export function afterService(service: Service, order: TakeOrder, known: boolean): Page {
  return (service.materials ?? []).length > 0 ? { name: 'materials', order } : afterMaterials(order, known);
}

/** Nobody is asked for his card twice, and whoever keeps an appointment need not show one. */
export function afterMaterials(order: TakeOrder, known: boolean): Page {
  return { name: known || order.appointmentId !== undefined ? 'confirm' : 'identity', order };
}
