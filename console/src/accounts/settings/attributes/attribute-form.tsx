import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { Words } from '../../../ui/words.tsx';
import { attributesQuery } from '../../account-data.ts';
import { DialogForm } from '../dialog-form.tsx';
import { models, types, type Attribute, type Model, type Type } from './attribute-data.ts';
import { keyFrom, readPattern } from './naming.ts';
import { Pattern } from './pattern.tsx';
import { useAttributeTexts } from './texts.ts';

interface Props {
  account: number;
  attribute: Attribute | undefined;
  model: Model;
  /** Shows where a new one stands. */
  onMade: (model: Model) => void;
  onClose: () => void;
}

/** Makes an attribute, or changes what may be changed of one. */
export function AttributeForm({ account, attribute, onMade, onClose, ...given }: Props) {
  const t = useAttributeTexts();
  const [model, setModel] = useState(given.model);
  const [name, setName] = useState(attribute?.attribute_display_name ?? '');
  const [key, setKey] = useState<string>();
  const [type, setType] = useState<Type>(attribute?.attribute_display_type ?? 'text');
  const [values, setValues] = useState<string[]>(attribute?.attribute_values ?? []);
  const isNew = attribute === undefined;
  const send = async (form: FormData): Promise<string | void> => {
    const regex_pattern = textOf(form, 'pattern').trim();
    if (type === 'list' && values.length === 0) return t('noValues');
    if (readPattern(regex_pattern) === 'broken') return t('broken');
    const body = {
      attribute_display_name: name,
      attribute_description: textOf(form, 'description'),
      attribute_values: type === 'list' ? values : [],
      ...(type === 'text'
        ? { regex_pattern: regex_pattern || null, regex_cue: textOf(form, 'cue') || null }
        : {}),
    };
    await (isNew
      ? make(account, { ...body, attribute_key: key ?? keyFrom(name), attribute_display_type: type, attribute_model: model }) // prettier-ignore
      : change(account, attribute.id, body));
    await queries.invalidateQueries(attributesQuery(account));
    onMade(model);
    say({ title: t('saved') });
  };
  return (
    <DialogForm onClose={onClose} send={send} fields={['attribute_key', 'attribute_display_name']}>
      {(refused) => (
        <>
          {isNew ? (
            <Select
              label={t('of')}
              value={model}
              onChange={setModel}
              options={models.map((value) => ({ value, label: t(`models.${value}`) }))}
            />
          ) : (
            <Fixed attribute={attribute} />
          )}
          <Field
            label={t('name')}
            required
            autoFocus
            value={name}
            onChange={({ target }) => setName(target.value)}
            problem={refused['attribute_display_name']}
          />
          {isNew ? (
            <Field
              label={t('key')}
              hint={t('keyHint')}
              value={key ?? keyFrom(name)}
              onChange={({ target }) => setKey(target.value)}
              problem={refused['attribute_key']}
            />
          ) : null}
          <Field
            label={t('description')}
            name="description"
            defaultValue={attribute?.attribute_description ?? ''}
          />
          {isNew ? (
            <Select
              label={t('type')}
              hint={t('typeHint')}
              value={type}
              onChange={setType}
              options={types.map((value) => ({ value, label: t(`types.${value}`) }))}
            />
          ) : null}
          {type === 'list' ? (
            <Words
              label={t('values')}
              hint={t('valuesHint')}
              values={attribute?.attribute_values ?? []}
              onChange={setValues}
            />
          ) : null}
          {type === 'text' ? <Pattern attribute={attribute} /> : null}
        </>
      )}
    </DialogForm>
  );
}

type NewAttribute = Pick<
  Attribute,
  | 'attribute_display_name'
  | 'attribute_description'
  | 'attribute_values'
  | 'attribute_key'
  | 'attribute_display_type'
  | 'attribute_model'
> & { regex_pattern?: string | null; regex_cue?: string | null };

const make = async (account: number, body: NewAttribute) =>
  unwrap(api(account).POST('/custom_attribute_definitions', { body }));

const change = async (account: number, definition_id: number, body: Partial<NewAttribute>) =>
  unwrap(
    api(account).PATCH('/custom_attribute_definitions/{definition_id}', {
      params: { path: { definition_id } },
      body,
    }),
  );

/** What stays as it was made, because what is noted under it would mean something else. */
function Fixed({ attribute }: { attribute: Attribute }) {
  const t = useAttributeTexts();
  const facts = [
    [t('of'), t(`models.${attribute.attribute_model}`)],
    [t('key'), attribute.attribute_key],
    [t('type'), t(`types.${attribute.attribute_display_type}`)],
  ] as const;
  return (
    <div className="rounded-md border border-line bg-sunken px-3 py-2 text-sm">
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-ink-faint">{name}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-1 text-xs text-ink-faint">{t('fixed')}</p>
    </div>
  );
}
