import { Field, TextArea } from '../../ui/field.tsx';
import { textOf } from '../../ui/use-submit.ts';
import type { Contact, ContactChange } from './contact-data.ts';
import { useContactTexts } from './texts.ts';

type Known = Pick<Contact, 'name' | 'email' | 'phone_number' | 'identifier' | 'additional_attributes'>; // prettier-ignore

/** Who somebody is, as fields of a form. */
export function ContactFields({ contact }: { contact: Known | undefined }) {
  const t = useContactTexts();
  const more = (name: string): string => {
    const value = contact?.additional_attributes[name];
    return typeof value === 'string' ? value : '';
  };
  return (
    <>
      <Field label={t('name')} name="name" autoComplete="off" defaultValue={contact?.name} />
      <Field
        label={t('email')}
        name="email"
        type="email"
        autoComplete="off"
        defaultValue={contact?.email ?? ''}
      />
      <Field
        label={t('phone')}
        name="phone_number"
        type="tel"
        hint={t('phoneHint')}
        autoComplete="off"
        defaultValue={contact?.phone_number ?? ''}
      />
      <Field label={t('company')} name="company_name" defaultValue={more('company_name')} />
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('city')} name="city" defaultValue={more('city')} />
        <Field label={t('country')} name="country" defaultValue={more('country')} />
      </div>
      <TextArea label={t('bio')} name="description" rows={2} defaultValue={more('description')} />
      <Field
        label={t('identifier')}
        name="identifier"
        hint={t('identifierHint')}
        defaultValue={contact?.identifier ?? ''}
      />
    </>
  );
}

/** What such a form holds, as the API takes it; what else is noted of them stays. */
export function contactIn(form: FormData, before?: Known): ContactChange {
  const own = ['company_name', 'city', 'country', 'description'].map((name) => [name, textOf(form, name)]); // prettier-ignore
  return {
    name: textOf(form, 'name').trim(),
    email: textOf(form, 'email').trim() || null,
    phone_number: textOf(form, 'phone_number').replaceAll(/[\s()-]/g, '') || null,
    identifier: textOf(form, 'identifier').trim() || null,
    additional_attributes: { ...before?.additional_attributes, ...(Object.fromEntries(own) as Record<string, string>) }, // prettier-ignore
  };
}
