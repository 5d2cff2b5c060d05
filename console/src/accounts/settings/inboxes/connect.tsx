import { useState } from 'react';
import { CopyLine } from '../../../ui/copy.tsx';
import { Field } from '../../../ui/field.tsx';
import { Section } from '../../../ui/page.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { changeInbox, channelOf, type PartProps } from './inbox-data.ts';
import { PartForm } from './part-form.tsx';
import { useInboxTexts } from './texts.ts';

/** What has to be done outside of Confab so that customers can write. */
export function ConnectPart(props: PartProps) {
  const channel = channelOf(props.inbox);
  if (channel === 'email') return <Forwarding {...props} />;
  return (
    <>
      {channel === 'website' ? <Script {...props} /> : <Program {...props} />}
      <Identity {...props} />
    </>
  );
}

function Script({ inbox }: PartProps) {
  const t = useInboxTexts();
  return (
    <Section title={t('script')} hint={t('scriptHint')}>
      <div className="space-y-3 whitespace-pre-wrap">
        <CopyLine label={t('scriptName')} value={inbox.web_widget_script ?? ''} />
        <CopyLine label={t('token')} value={inbox.website_token ?? ''} />
      </div>
    </Section>
  );
}

function Program({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const send = async (form: FormData): Promise<void> =>
    changeInbox(account, inbox.id, { channel: { webhook_url: textOf(form, 'webhook_url') } });
  return (
    <Section title={t('program')} hint={t('programHint')}>
      <div className="mb-4 space-y-3">
        <CopyLine label={t('identifier')} value={inbox.inbox_identifier ?? ''} />
        <CopyLine
          label={t('publicApi')}
          value={`${location.origin}/public/api/v1/inboxes/${inbox.inbox_identifier ?? ''}`}
        />
      </div>
      <PartForm send={send}>
        <Field
          label={t('webhook')}
          name="webhook_url"
          type="url"
          hint={t('webhookHint')}
          defaultValue={inbox.webhook_url ?? ''}
        />
      </PartForm>
    </Section>
  );
}

function Identity({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const [must, setMust] = useState(inbox.hmac_mandatory ?? false);
  const send = async (): Promise<void> =>
    changeInbox(account, inbox.id, { channel: { hmac_mandatory: must } });
  return (
    <Section title={t('identity')} hint={t('identityHint')}>
      <div className="mb-4">
        <CopyLine label={t('hmac')} value={inbox.hmac_token ?? ''} />
      </div>
      <PartForm send={send}>
        <Switch
          label={t('mustProve')}
          hint={t('mustProveHint')}
          checked={must}
          onChange={setMust}
        />
      </PartForm>
    </Section>
  );
}

function Forwarding({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const send = async (form: FormData): Promise<void> =>
    changeInbox(account, inbox.id, { channel: { email: textOf(form, 'email') } });
  const to = inbox.forward_to_email;
  return (
    <Section title={t('address')} hint={t('addressHint')}>
      {to === undefined ? null : (
        <div className="mb-4">
          <CopyLine label={t('forward')} value={to} />
        </div>
      )}
      <PartForm send={send}>
        <Field label={t('email')} name="email" type="email" defaultValue={inbox.email ?? ''} />
      </PartForm>
    </Section>
  );
}
