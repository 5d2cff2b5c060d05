import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../api/api.ts';
import { queries } from '../../api/queries.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { Several } from '../../ui/several.tsx';
import { say } from '../../ui/toast.tsx';
import { useSubmit } from '../../ui/use-submit.ts';
import { attributesQuery, labelsQuery } from '../account-data.ts';
import { AttributeList } from '../attributes/attribute-list.tsx';
import {
  changeContact,
  contactLabelsQuery,
  contactQuery,
  setContactAttribute,
  type Contact,
} from './contact-data.ts';
import { ContactFields, contactIn } from './contact-fields.tsx';
import { useContactTexts } from './texts.ts';

interface Props {
  account: number;
  contact: Contact;
}

/** Who they are. */
export function About({ account, contact }: Props) {
  const t = useContactTexts();
  const { t: shared } = useTranslation();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const changed = await changeContact(account, contact.id, contactIn(form, contact));
    queries.setQueryData(contactQuery(account, contact.id).queryKey, changed);
    void queries.invalidateQueries({ queryKey: ['contacts', account] });
    say({ title: t('saved') });
  });
  return (
    <Section title={t('about')}>
      <form onSubmit={onSubmit} noValidate className="space-y-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <ContactFields contact={contact} />
        <Button look="primary" type="submit" busy={busy}>
          {shared('app.save')}
        </Button>
      </form>
    </Section>
  );
}

/** What the account notes of them besides. */
export function ContactAttributes({ account, contact }: Props) {
  const t = useContactTexts();
  const definitions = useQuery(attributesQuery(account)).data ?? [];
  const { run } = useAction(async (key: string, value: unknown) =>
    queries.setQueryData(
      contactQuery(account, contact.id).queryKey,
      await setContactAttribute(account, contact.id, key, value),
    ),
  );
  return (
    <Section title={t('attributes')}>
      <AttributeList
        definitions={definitions.filter(({ attribute_model: of }) => of === 'contact_attribute')}
        values={contact.custom_attributes}
        onSet={(key, value) => void run(key, value)}
      />
    </Section>
  );
}

/** The labels they have. */
export function ContactLabels({ account, contact }: { account: number; contact: number }) {
  const t = useContactTexts();
  const all = useQuery(labelsQuery(account)).data ?? [];
  const chosen = useQuery(contactLabelsQuery(account, contact)).data ?? [];
  const key = contactLabelsQuery(account, contact).queryKey;
  const { run } = useAction(
    async (labels: string[]) => {
      queries.setQueryData(key, labels);
      await unwrap(
        api(account).POST('/contacts/{contact_id}/labels', {
          params: { path: { contact_id: contact } },
          body: { labels },
        }),
      );
    },
    { changes: [key] },
  );
  return (
    <Section title={t('labels')}>
      <Several
        bare
        label={t('labels')}
        placeholder={t('noLabels')}
        options={all.map(({ title }) => ({ value: title, label: title }))}
        values={chosen}
        onChange={(labels) => void run(labels)}
      />
    </Section>
  );
}
