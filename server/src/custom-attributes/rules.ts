import { invalidFields } from '../errors.ts';

/** In the order of the numbers by which the original also takes them (contract: platform §4.10). */
export const ATTRIBUTE_TYPES = [
  'text',
  'number',
  'currency',
  'percent',
  'link',
  'date',
  'list',
  'checkbox',
] as const;
export const ATTRIBUTE_MODELS = ['conversation_attribute', 'contact_attribute'] as const;

export type AttributeModel = (typeof ATTRIBUTE_MODELS)[number];

/** Keys that would be mistaken for what every conversation or contact has. */
const reserved: Record<AttributeModel, readonly string[]> = {
  conversation_attribute:
    'status priority assignee_id inbox_id team_id display_id campaign_id labels browser_language country_code referer created_at last_activity_at'.split(
      ' ',
    ),
  contact_attribute:
    'name email phone_number identifier country_code city created_at last_activity_at referer blocked'.split(
      ' ',
    ),
};

interface Named {
  attribute_model: AttributeModel;
  attribute_key: string;
  attribute_display_name: string;
}

/** Throws 422 for a definition that cannot be kept. */
export function checkDefinition(definition: Named): void {
  const { attribute_model, attribute_key, attribute_display_name } = definition;
  const problems: [string, string][] = [];
  if (attribute_display_name.trim() === '')
    problems.push(['attribute_display_name', "can't be blank"]);
  if (attribute_key.trim() === '') problems.push(['attribute_key', "can't be blank"]);
  if (reserved[attribute_model].includes(attribute_key)) {
    problems.push([
      'attribute_key',
      'The provided key is not allowed as it might conflict with default attributes.',
    ]);
  }
  if (problems.length > 0) throw invalidFields(problems);
}
