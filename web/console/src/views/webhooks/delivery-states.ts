/** What the states of a delivery are called, wherever they are shown. */
import type { Schema } from '~/api/client';
import type { Tone } from '~/parts/badge';

type Status = Schema<'WebhookDeliveryStatus'>;

export const deliveryStates: Record<Status, { label: string; tone: Tone }> = {
  failed: { label: 'Failed', tone: 'bad' },
  pending: { label: 'Waiting', tone: 'warn' },
  delivered: { label: 'Delivered', tone: 'good' },
};
