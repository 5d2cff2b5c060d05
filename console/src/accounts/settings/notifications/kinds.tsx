import type { Shape } from '@confab/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { useAction } from '../../../api/use-action.ts';
import { Failed, Lines } from '../../../ui/states.tsx';
import { Checkbox } from '../../../ui/toggle.tsx';
import { useAccount } from '../../account-data.ts';
import { useNotifyTexts } from './texts.ts';

type Settings = Shape<'NotificationSettings'>;

const kinds = [
  'conversation_assignment', 'assigned_conversation_new_message', 'conversation_mention',
  'participating_conversation_new_message', 'conversation_creation', 'sla_missed_first_response',
  'sla_missed_next_response', 'sla_missed_resolution',
] as const; // prettier-ignore

const ways = ['mail', 'push'] as const;
type Way = (typeof ways)[number];

const settingsQuery = (account: number) =>
  queryOptions({
    queryKey: ['notification-settings', account],
    queryFn: async () => unwrap(api(account).GET('/notification_settings')),
  });

const flagOf = (way: Way, kind: string): string => `${way === 'mail' ? 'email' : 'push'}_${kind}`;
const chosenIn = (settings: Settings, way: Way): readonly string[] =>
  way === 'mail' ? settings.selected_email_flags : settings.selected_push_flags;

/** For each kind of news, whether it comes by mail, by push, both or neither. */
export function Kinds() {
  const t = useNotifyTexts();
  const account = useAccount();
  const { data, error, refetch } = useQuery(settingsQuery(account));
  const { run } = useAction(async (next: Settings) => {
    const key = settingsQuery(account).queryKey;
    const before = queries.getQueryData(key);
    queries.setQueryData(key, next);
    try {
      const { selected_email_flags, selected_push_flags } = next;
      const body = { notification_settings: { selected_email_flags, selected_push_flags } };
      await unwrap(api(account).PATCH('/notification_settings', { body }));
    } catch (failure) {
      queries.setQueryData(key, before);
      throw failure;
    }
  });
  if (data === undefined) {
    return error === null ? (
      <Lines />
    ) : (
      <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
    );
  }
  const set = (way: Way, flag: string, on: boolean): void => {
    const chosen = chosenIn(data, way).filter((each) => each !== flag);
    const flags = on ? [...chosen, flag] : chosen;
    void run({
      ...data,
      ...(way === 'mail' ? { selected_email_flags: flags } : { selected_push_flags: flags }),
    });
  };
  return (
    <table className="w-full text-left text-sm">
      <thead>
        <tr className="border-b border-line text-xs text-ink-faint">
          <th scope="col" className="py-2 font-medium">
            {t('kind')}
          </th>
          {ways.map((way) => (
            <th key={way} scope="col" className="w-20 py-2 font-medium">
              {t(way)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => (
          <tr key={kind} className="border-b border-line last:border-0">
            <th scope="row" className="py-2 pr-3 font-normal">
              {t(`kinds.${kind}`)}
            </th>
            {ways.map((way) => (
              <td key={way}>
                <Checkbox
                  bare
                  label={t('by', { kind: t(`kinds.${kind}`), way: t(way) })}
                  checked={chosenIn(data, way).includes(flagOf(way, kind))}
                  onChange={(on) => set(way, flagOf(way, kind), on)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
