import { useEffect, useState } from 'react';
import type { App } from '../../settings/apps/app-data.ts';
import type { Conversation } from '../conversation-data.ts';
import { AppFrame } from './app-frame.tsx';
import { useAppTabTexts } from './texts.ts';

interface Props {
  account: number;
  apps: App[];
  conversation: Conversation;
  /** Whether one of the apps has the place of the messages. */
  onShow: (isApp: boolean) => void;
}

/** The messages of a conversation, and beside them the apps of the account, one tab each. */
export function AppTabs({ account, apps, conversation, onShow }: Props) {
  const t = useAppTabTexts();
  const [chosen, setChosen] = useState<number>();
  const [opened, setOpened] = useState<number[]>([]);
  const shown = apps.find(({ id }) => id === chosen);
  const isApp = shown !== undefined;
  useEffect(() => {
    onShow(isApp);
    // Also once the last app is gone.
    return () => onShow(false);
  }, [isApp, onShow]);
  const open = (id: number): void => {
    setChosen(id);
    if (!opened.includes(id)) setOpened([...opened, id]);
  };
  return (
    <>
      <nav
        aria-label={t('label')}
        className="flex shrink-0 gap-4 overflow-x-auto border-b border-line bg-surface px-4"
      >
        <Tab isChosen={shown === undefined} onChoose={() => setChosen(undefined)}>
          {t('messages')}
        </Tab>
        {apps.map(({ id, title }) => (
          <Tab key={id} isChosen={id === shown?.id} onChoose={() => open(id)}>
            {title}
          </Tab>
        ))}
      </nav>
      {/* One that was opened stays, with what somebody has done in it. */}
      {apps
        .filter(({ id }) => opened.includes(id))
        .map((app) => (
          <div key={app.id} className={app.id === shown?.id ? 'min-h-0 flex-1' : 'hidden'}>
            <AppFrame account={account} app={app} conversation={conversation} />
          </div>
        ))}
    </>
  );
}

interface TabProps {
  isChosen: boolean;
  onChoose: () => void;
  children: string;
}

function Tab({ isChosen, onChoose, children }: TabProps) {
  return (
    <button
      type="button"
      aria-current={isChosen ? 'true' : undefined}
      onClick={onChoose}
      className={`-mb-px max-w-48 shrink-0 truncate border-b-2 py-2 text-sm -outline-offset-2 ${isChosen ? 'border-accent font-medium text-ink' : 'border-transparent text-ink-soft hover:text-ink'}`}
    >
      {children}
    </button>
  );
}
