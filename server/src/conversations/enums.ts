/** Names in the order of the numbers stored for them (contract §2.1). */
export const STATUSES = ['open', 'resolved', 'pending', 'snoozed'] as const;
export const PRIORITIES = ['low', 'medium', 'high', 'urgent'] as const;

export type Status = (typeof STATUSES)[number];
export type Priority = (typeof PRIORITIES)[number];
