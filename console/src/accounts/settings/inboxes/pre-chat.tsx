import { useState } from 'react';
import { TextArea } from '../../../ui/field.tsx';
import { Checkbox, Switch } from '../../../ui/toggle.tsx';
import { changeInbox, type PartProps } from './inbox-data.ts';
import { PartForm } from './part-form.tsx';
import { useInboxTexts } from './texts.ts';

interface PreChatField {
  name: string;
  label: string;
  enabled: boolean;
  required: boolean;
}

interface Options {
  pre_chat_message?: string;
  pre_chat_fields?: PreChatField[];
}

/** What a visitor is asked before the first message. */
export function FormPart({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const options = (inbox.pre_chat_form_options ?? {}) as Options;
  const [on, setOn] = useState(inbox.pre_chat_form_enabled ?? false);
  const [message, setMessage] = useState(options.pre_chat_message ?? '');
  const [fields, setFields] = useState(options.pre_chat_fields ?? []);
  const change = (name: string, part: Partial<PreChatField>): void =>
    setFields(fields.map((each) => (each.name === name ? { ...each, ...part } : each)));
  const send = async (): Promise<void> =>
    changeInbox(account, inbox.id, {
      channel: {
        pre_chat_form_enabled: on,
        pre_chat_form_options: { pre_chat_message: message, pre_chat_fields: fields },
      },
    });
  return (
    <PartForm send={send}>
      <Switch label={t('preChat')} hint={t('preChatHint')} checked={on} onChange={setOn} />
      <TextArea
        label={t('preChatMessage')}
        rows={2}
        value={message}
        onChange={({ target }) => setMessage(target.value)}
      />
      {fields.map(({ name, label, enabled, required }) => (
        <fieldset key={name} className="rounded-md border border-line p-3">
          <legend className="px-1 text-sm font-medium">{label}</legend>
          <div className="space-y-2">
            <Checkbox
              label={t('asked')}
              checked={enabled}
              onChange={(next) => change(name, { enabled: next })}
            />
            <Checkbox
              label={t('needed')}
              checked={required}
              disabled={!enabled}
              onChange={(next) => change(name, { required: next })}
            />
          </div>
        </fieldset>
      ))}
    </PartForm>
  );
}
