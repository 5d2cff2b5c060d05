import { useState } from 'react';
import { Field, TextArea } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Checkbox, Switch } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { changeInbox, type PartProps } from './inbox-data.ts';
import { PartForm } from './part-form.tsx';
import { useInboxTexts } from './texts.ts';

const features = ['attachments', 'emoji_picker', 'end_conversation'] as const;
const times = ['in_a_few_minutes', 'in_a_few_hours', 'in_a_day'] as const;

/** How the window on a website looks, and what visitors can do in it. */
export function LookPart({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const [offered, setOffered] = useState<string[]>(inbox.selected_feature_flags ?? []);
  const [time, setTime] = useState(inbox.reply_time ?? 'in_a_few_minutes');
  const [asks, setAsks] = useState(inbox.enable_email_collect);
  const [byMail, setByMail] = useState(inbox.continuity_via_email ?? false);
  const send = async (form: FormData): Promise<void> =>
    changeInbox(account, inbox.id, {
      enable_email_collect: asks,
      channel: {
        website_url: textOf(form, 'website_url'),
        widget_color: textOf(form, 'widget_color'),
        welcome_title: textOf(form, 'welcome_title'),
        welcome_tagline: textOf(form, 'welcome_tagline'),
        allowed_domains: textOf(form, 'allowed_domains'),
        reply_time: time,
        selected_feature_flags: offered,
        continuity_via_email: byMail,
      },
    });
  return (
    <PartForm send={send}>
      <Field
        label={t('website')}
        name="website_url"
        type="url"
        defaultValue={inbox.website_url ?? ''}
      />
      <Field
        label={t('color')}
        name="widget_color"
        type="color"
        defaultValue={inbox.widget_color ?? '#0e7490'}
        className="w-20 p-1"
      />
      <Field
        label={t('welcome')}
        name="welcome_title"
        placeholder={t('welcomeExample')}
        defaultValue={inbox.welcome_title ?? ''}
      />
      <TextArea
        label={t('tagline')}
        name="welcome_tagline"
        rows={2}
        defaultValue={inbox.welcome_tagline ?? ''}
      />
      <Select
        label={t('replyTime')}
        value={time}
        onChange={setTime}
        options={times.map((value) => ({ value, label: t(`times.${value}`) }))}
      />
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-medium">{t('offered')}</legend>
        {features.map((each) => (
          <Checkbox
            key={each}
            label={t(`features.${each}`)}
            checked={offered.includes(each)}
            onChange={(on) =>
              setOffered(on ? [...offered, each] : offered.filter((other) => other !== each))
            }
          />
        ))}
      </fieldset>
      <Switch label={t('asks')} checked={asks} onChange={setAsks} />
      <Switch label={t('byMail')} hint={t('byMailHint')} checked={byMail} onChange={setByMail} />
      <Field
        label={t('domains')}
        name="allowed_domains"
        hint={t('domainsHint')}
        placeholder="www.example.com, *.example.org"
        defaultValue={inbox.allowed_domains ?? ''}
      />
    </PartForm>
  );
}
