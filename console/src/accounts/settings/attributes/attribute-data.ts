import type { Shape } from '@confab/client';

export type Attribute = Shape<'CustomAttributeDefinition'>;
export type Model = Attribute['attribute_model'];
export type Type = Attribute['attribute_display_type'];

/** What can have attributes. */
export const models = ['conversation_attribute', 'contact_attribute'] as const;

/** What can be noted, in the order in which it is offered. */
export const types: readonly Type[] = ['text', 'number', 'currency', 'percent', 'link', 'date', 'list', 'checkbox']; // prettier-ignore
