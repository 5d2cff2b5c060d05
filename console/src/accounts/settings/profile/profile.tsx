import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { useAction } from '../../../api/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Problem, TextArea } from '../../../ui/field.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { PictureField, pictureIn } from '../../../ui/picture-field.tsx';
import { Failed, Lines } from '../../../ui/states.tsx';
import { say } from '../../../ui/toast.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { profileQuery, useAccount, useMembership, type Profile } from '../../account-data.ts';
import { usePreferences } from '../../preferences.ts';
import { useProfileTexts } from './texts.ts';

/** Who somebody is to the others, and how they like it here. */
export function ProfilePage() {
  const t = useProfileTexts();
  const { data, error, refetch } = useQuery(profileQuery);
  return (
    <Page title={t('title')} hint={t('hint')}>
      {data === undefined && error === null ? <Lines /> : null}
      {data === undefined && error !== null ? (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : null}
      {data === undefined ? null : (
        <>
          <About me={data} />
          <Likes />
        </>
      )}
    </Page>
  );
}

async function save(me: Profile, form: FormData, withoutPicture: boolean): Promise<void> {
  const picture = withoutPicture ? undefined : pictureIn(form);
  const email = textOf(form, 'email').trim();
  await unwrap(
    server().PUT('/api/v1/profile', {
      body: {
        name: textOf(form, 'name'),
        display_name: textOf(form, 'display_name'),
        message_signature: textOf(form, 'signature'),
        ...(email === me.email ? {} : { email, current_password: textOf(form, 'current') }),
        ...(picture === undefined ? {} : { avatar: picture }),
      },
    }),
  );
  if (withoutPicture) await unwrap(server().DELETE('/api/v1/profile/avatar'));
  await queries.invalidateQueries(profileQuery);
}

function About({ me }: { me: Profile }) {
  const t = useProfileTexts();
  const { t: shared } = useTranslation();
  const [email, setEmail] = useState(me.email);
  const [withoutPicture, setWithoutPicture] = useState(false);
  const [round, setRound] = useState(0);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    await save(me, form, withoutPicture);
    setWithoutPicture(false);
    // What was sent is not sent again.
    setRound(round + 1);
    say({ title: t('saved') });
  });
  return (
    <Section title={t('about')}>
      <form onSubmit={onSubmit} noValidate className="max-w-xl space-y-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field label={t('name')} name="name" required autoComplete="name" defaultValue={me.name} />
        <Field
          label={t('shownName')}
          name="display_name"
          hint={t('shownNameHint')}
          autoComplete="nickname"
          defaultValue={me.display_name ?? ''}
        />
        <Field
          label={t('email')}
          name="email"
          type="email"
          hint={t('emailHint')}
          autoComplete="email"
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        {email.trim() === me.email ? null : (
          <Field
            label={t('current')}
            name="current"
            type="password"
            hint={t('currentHint')}
            autoComplete="current-password"
          />
        )}
        <PictureField
          key={round}
          name={me.name}
          picture={me.avatar_url}
          label={t('picture')}
          hint={t('pictureHint')}
          removeLabel={t('noPicture')}
          isRemoved={withoutPicture}
          onRemove={setWithoutPicture}
        />
        <TextArea
          label={t('signature')}
          name="signature"
          hint={t('signatureHint')}
          defaultValue={me.message_signature ?? ''}
        />
        <Button look="primary" type="submit" busy={busy}>
          {shared('app.save')}
        </Button>
      </form>
    </Section>
  );
}

function Likes() {
  const t = useProfileTexts();
  const account = useAccount();
  const { settings, change } = usePreferences();
  const autoOffline = useMembership()?.auto_offline ?? true;
  const { run, busy } = useAction(
    async (on: boolean) =>
      unwrap(
        server().POST('/api/v1/profile/auto_offline', {
          body: { account_id: account, auto_offline: on },
        }),
      ),
    { changes: [profileQuery.queryKey] },
  );
  return (
    <Section title={t('likes')}>
      <div className="max-w-xl space-y-4">
        <Switch
          label={t('enter')}
          hint={t('enterHint')}
          checked={settings['editor_message_key'] === 'enter'}
          onChange={(on) => change({ editor_message_key: on ? 'enter' : 'cmd_enter' })}
        />
        <Switch
          label={t('dense')}
          hint={t('denseHint')}
          checked={settings['confab_list_density'] === 'compact'}
          onChange={(on) => change({ confab_list_density: on ? 'compact' : 'comfortable' })}
        />
        <Switch
          label={t('autoOffline')}
          hint={t('autoOfflineHint')}
          checked={autoOffline}
          disabled={busy}
          onChange={(on) => void run(on)}
        />
      </div>
    </Section>
  );
}
