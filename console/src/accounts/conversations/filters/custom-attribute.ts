import type { Shape } from '@confab/client';
import type { Attribute, Operator } from './language.ts';

type Definition = Pick<
  Shape<'CustomAttributeDefinition'>,
  'attribute_key' | 'attribute_display_name' | 'attribute_display_type' | 'attribute_values'
>;

const equality: Operator[] = ['equal_to', 'not_equal_to'];
const presence: Operator[] = ['is_present', 'is_not_present'];
const phrase: Operator[] = [...equality, 'contains', 'does_not_contain', ...presence];
const order: Operator[] = ['is_greater_than', 'is_less_than'];

interface Words {
  group: string;
  yes: string;
  no: string;
}

/** A custom attribute of conversations or contacts as something to filter by. */
export function customAttribute(definition: Definition, { group, yes, no }: Words): Attribute {
  const { attribute_key: key, attribute_display_name: label } = definition;
  const base = { key, label, group, single: true };
  switch (definition.attribute_display_type) {
    case 'number':
    case 'currency':
    case 'percent':
      return { ...base, kind: 'number', operators: [...equality, ...order, ...presence] };
    case 'date':
      return { ...base, kind: 'date', operators: [...order, ...equality, 'days_before', ...presence] }; // prettier-ignore
    case 'checkbox': {
      const choices = [
        { value: 'true', label: yes },
        { value: 'false', label: no },
      ];
      return { ...base, kind: 'choice', operators: [...equality, ...presence], choices };
    }
    case 'list': {
      const choices = definition.attribute_values.map((value) => ({ value, label: value }));
      return { ...base, kind: 'choice', operators: [...equality, ...presence], choices };
    }
    case 'text':
    case 'link':
      return { ...base, kind: 'text', operators: phrase };
  }
}
