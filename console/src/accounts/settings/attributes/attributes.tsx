import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Empty } from '../../../ui/states.tsx';
import type { Column } from '../../../ui/table.tsx';
import { attributesQuery, useAccount } from '../../account-data.ts';
import { EditDialog } from '../dialog-form.tsx';
import { Listing, RowActions } from '../listing.tsx';
import { askToRemove } from '../removal.ts';
import { models, type Attribute, type Model } from './attribute-data.ts';
import { AttributeForm } from './attribute-form.tsx';
import { useAttributeTexts } from './texts.ts';

/** What the account notes of conversations and contacts beyond what everybody does. */
export function AttributesPage() {
  const t = useAttributeTexts();
  const account = useAccount();
  const query = useQuery(attributesQuery(account));
  const [edited, setEdited] = useState<Attribute | 'new'>();
  const [model, setModel] = useState<Model>('conversation_attribute');
  const columns = useColumns(setEdited);
  const close = (): void => setEdited(undefined);
  return (
    <Listing
      title={t('title')}
      hint={t('hint')}
      query={query}
      rows={query.data?.filter(({ attribute_model: of }) => of === model)}
      add={{ label: t('add'), run: () => setEdited('new') }}
      empty={{ icon: SlidersHorizontal, title: t('empty'), hint: t('emptyHint') }}
      none={<Empty title={t(`none.${model}`)} />}
      failed={t('failed')}
      columns={columns}
      keyOf={({ id }) => id}
      tools={<Models all={query.data ?? []} model={model} onChange={setModel} />}
    >
      <EditDialog
        edited={edited}
        onClose={close}
        titleOf={(attribute) =>
          attribute === undefined ? t('add') : t('edit', { name: attribute.attribute_display_name })
        }
      >
        {(attribute) => (
          <AttributeForm
            account={account}
            attribute={attribute}
            model={attribute?.attribute_model ?? model}
            onMade={setModel}
            onClose={close}
          />
        )}
      </EditDialog>
    </Listing>
  );
}

interface ModelsProps {
  all: readonly Attribute[];
  model: Model;
  onChange: (model: Model) => void;
}

/** Those of conversations or those of contacts, and how many there are of each. */
function Models({ all, model, onChange }: ModelsProps) {
  const t = useAttributeTexts();
  return (
    <div role="group" aria-label={t('model')} className="mb-3 flex gap-5 border-b border-line">
      {models.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === model}
          onClick={() => onChange(each)}
          className={`-mb-px border-b-2 pb-2 text-sm ${each === model ? 'border-accent font-medium text-ink' : 'border-transparent text-ink-soft hover:text-ink'}`}
        >
          {t(`models.${each}`)}{' '}
          <span className="text-xs text-ink-faint tabular-nums">
            {all.filter(({ attribute_model: of }) => of === each).length}
          </span>
        </button>
      ))}
    </div>
  );
}

function useColumns(onEdit: (attribute: Attribute) => void): Column<Attribute>[] {
  const t = useAttributeTexts();
  const account = useAccount();
  const remove = ({ id, attribute_display_name: name }: Attribute): void =>
    askToRemove(t, name, async () => {
      await unwrap(
        api(account).DELETE('/custom_attribute_definitions/{definition_id}', {
          params: { path: { definition_id: id } },
        }),
      );
      await queries.invalidateQueries(attributesQuery(account));
    });
  return [
    {
      title: t('name'),
      cell: ({ attribute_display_name: name, attribute_description: description }) => (
        <>
          <span className="block font-medium">{name}</span>
          <span className="block text-xs text-ink-faint">{description}</span>
        </>
      ),
    },
    {
      title: t('key'),
      roomy: true,
      cell: ({ attribute_key: key }) => <code className="text-xs">{key}</code>,
    },
    {
      title: t('type'),
      cell: ({
        attribute_display_type: type,
        attribute_values: values,
        regex_pattern: pattern,
      }) => (
        <>
          {t(`types.${type}`)}
          {values.length === 0 ? null : (
            <span className="line-clamp-2 text-xs text-ink-faint">{values.join(', ')}</span>
          )}
          {pattern ? (
            <code className="line-clamp-2 text-xs break-all text-ink-faint">{pattern}</code>
          ) : null}
        </>
      ),
    },
    {
      title: t('actions'),
      bare: true,
      cell: (attribute) => {
        const name = attribute.attribute_display_name;
        return (
          <RowActions
            edit={{ label: t('edit', { name }), run: () => onEdit(attribute) }}
            remove={{ label: t('remove', { name }), run: () => remove(attribute) }}
          />
        );
      },
    },
  ];
}
