import { server, unwrap } from '../api/api.ts';
import { queries } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import { profileQuery, useMe, type Profile } from './account-data.ts';

/** What somebody likes, kept with their profile under the names that other clients use; a change shows at once. */
export function usePreferences() {
  const me = useMe();
  const { run } = useAction(async (changed: Record<string, unknown>) => {
    const before = queries.getQueryData<Profile>(profileQuery.queryKey);
    const ui_settings = { ...before?.ui_settings, ...changed };
    if (before !== undefined) queries.setQueryData(profileQuery.queryKey, { ...before, ui_settings }); // prettier-ignore
    try {
      await unwrap(server().PUT('/api/v1/profile', { body: { profile: { ui_settings } } }));
    } catch (error) {
      queries.setQueryData(profileQuery.queryKey, before);
      throw error;
    }
  });
  const settings: Record<string, unknown> = me?.ui_settings ?? {};
  return {
    me,
    settings,
    change: (changed: Record<string, unknown>): void => void run(changed),
  };
}
