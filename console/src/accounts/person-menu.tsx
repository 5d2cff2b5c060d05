import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { server, unwrap } from '../api/api.ts';
import { queries } from '../api/queries.ts';
import { session } from '../api/session.ts';
import { choose, languages, type Language } from '../i18n/i18n.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Menu, MenuGroup, MenuItem } from '../ui/menu.tsx';
import { chooseTheme, chosenTheme, themes } from '../ui/theme.ts';
import { profileQuery, type Profile } from './account-data.ts';

const availabilities = ['online', 'busy', 'offline'] as const;

export async function signOut(): Promise<void> {
  // Whoever signs out is gone from here, whether or not the server has heard it.
  await server()
    .DELETE('/auth/sign_out')
    .catch(() => {});
  session.forget();
  queries.clear();
}

/** Who is signed in, how the others see them, and how they like it here. */
export function PersonMenu({
  account,
  profile,
}: {
  account: number;
  profile: Profile | undefined;
}) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const membership = profile?.accounts.find(({ id }) => id === account);
  const setAvailability = async (availability: (typeof availabilities)[number]): Promise<void> => {
    await unwrap(
      server().POST('/api/v1/profile/availability', {
        body: { account_id: account, availability },
      }),
    );
    await queries.invalidateQueries(profileQuery);
  };
  return (
    <div className="border-t border-line p-2">
      <Menu
        side="top"
        align="start"
        trigger={
          <button
            type="button"
            className="flex w-full items-center gap-2 rounded-md p-2 text-left hover:bg-hover"
          >
            <Avatar
              name={profile?.name ?? ''}
              picture={profile?.avatar_url}
              presence={membership?.availability_status}
            />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm font-medium">{profile?.name}</span>
              <span className="block truncate text-xs text-ink-faint">{profile?.email}</span>
            </span>
          </button>
        }
      >
        <MenuGroup label={t('nav.availability')}>
          {availabilities.map((each) => (
            <MenuItem
              key={each}
              checked={membership?.availability === each}
              onSelect={() => void setAvailability(each)}
            >
              {t(`nav.${each}`)}
            </MenuItem>
          ))}
        </MenuGroup>
        {(profile?.accounts.length ?? 0) > 1 ? (
          <MenuGroup label={t('nav.switchAccount')}>
            {profile?.accounts.map(({ id, name }) => (
              <MenuItem
                key={id}
                checked={id === account}
                onSelect={() =>
                  void navigate({
                    to: '/app/accounts/$accountId/conversations',
                    params: { accountId: id },
                    search: {},
                  })
                }
              >
                {name}
              </MenuItem>
            ))}
          </MenuGroup>
        ) : null}
        <MenuGroup label={t('app.theme')}>
          {themes.map((each) => (
            <MenuItem
              key={each}
              checked={chosenTheme() === each}
              onSelect={() => chooseTheme(each)}
            >
              {t(`app.themes.${each}`)}
            </MenuItem>
          ))}
        </MenuGroup>
        <MenuGroup label={t('app.language')}>
          {(Object.keys(languages) as Language[]).map((each) => (
            <MenuItem
              key={each}
              checked={i18n.language === each}
              onSelect={() => void choose(each)}
            >
              {languages[each]}
            </MenuItem>
          ))}
        </MenuGroup>
        <MenuGroup label={t('app.name')}>
          <MenuItem onSelect={() => void signOut()}>{t('app.signOut')}</MenuItem>
        </MenuGroup>
      </Menu>
    </div>
  );
}
