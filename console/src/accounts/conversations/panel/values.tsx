import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { useAction } from '../../../api/use-action.ts';
import { attributesQuery } from '../../account-data.ts';
import { AttributeList } from '../../attributes/attribute-list.tsx';
import { setContactAttribute } from '../../contacts/contact-data.ts';
import { keys, type Conversation } from '../conversation-data.ts';
import { Section } from '../panel-facts.tsx';
import { usePanelTexts } from './texts.ts';

interface Props {
  account: number;
  conversation: Conversation;
}

/** What is noted of the conversation, and of whoever writes in it; each is changed in its place. */
export function Values({ account, conversation }: Props) {
  const t = usePanelTexts();
  const definitions = useQuery(attributesQuery(account)).data ?? [];
  const of = (model: 'conversation_attribute' | 'contact_attribute') =>
    definitions.filter(({ attribute_model }) => attribute_model === model);
  const { sender } = conversation.meta;
  const { run: setOwn } = useAction(setOfConversation(account, conversation));
  const { run: setTheirs } = useAction(async (key: string, value: unknown) =>
    setOfContact(account, conversation, key, value),
  );
  return (
    <>
      <Section title={t('ofConversation')}>
        <AttributeList
          definitions={of('conversation_attribute')}
          values={conversation.custom_attributes}
          onSet={(key, value) => void setOwn(key, value)}
        />
      </Section>
      <Section title={t('ofContact')}>
        <AttributeList
          definitions={of('contact_attribute')}
          values={sender.custom_attributes}
          onSet={(key, value) => void setTheirs(key, value)}
        />
      </Section>
    </>
  );
}

const setOfConversation =
  (account: number, { id, custom_attributes: before }: Conversation) =>
  async (key: string, value: unknown): Promise<void> => {
    const { [key]: _gone, ...others } = before;
    // What somebody else has noted meanwhile stays; only a removal has to say what is left.
    const body =
      value === null
        ? { custom_attributes: others }
        : { custom_attributes: { [key]: value }, merge: true };
    const { custom_attributes } = await unwrap(
      api(account).POST('/conversations/{conversation_id}/custom_attributes', {
        params: { path: { conversation_id: id } },
        body,
      }),
    );
    queries.setQueryData<Conversation>(keys.conversation(account, id), (known) =>
      known === undefined ? known : { ...known, custom_attributes },
    );
  };

async function setOfContact(
  account: number,
  { id, meta }: Conversation,
  key: string,
  value: unknown,
): Promise<void> {
  const { custom_attributes } = await setContactAttribute(account, meta.sender.id, key, value);
  queries.setQueryData<Conversation>(keys.conversation(account, id), (known) =>
    known === undefined
      ? known
      : { ...known, meta: { ...known.meta, sender: { ...known.meta.sender, custom_attributes } } },
  );
}
