import { useSyncExternalStore } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { desktopState, setDesktop, watchDesktop } from '../../notifications/desktop.ts';
import { ring } from '../../notifications/sound.ts';
import { usePreferences } from '../../preferences.ts';
import { useNotifyTexts } from './texts.ts';

const sounds = ['none', 'mine', 'all'] as const;

/** Sound and notifications on the desktop. */
export function WhileOpen() {
  const t = useNotifyTexts();
  const { settings, change } = usePreferences();
  const desktop = useSyncExternalStore(watchDesktop, desktopState);
  const sound = sounds.find((each) => each === settings['enable_audio_alerts']) ?? 'none';
  const why = { unsupported: t('unsupported'), blocked: t('blocked'), off: t('desktopHint'), on: t('desktopHint') }; // prettier-ignore
  return (
    <div className="max-w-xl space-y-4">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <Select
            label={t('sound')}
            value={sound}
            onChange={(mode) => change({ enable_audio_alerts: mode })}
            options={sounds.map((value) => ({ value, label: t(`sounds.${value}`) }))}
          />
        </div>
        <Button onClick={ring} className="h-9">
          {t('try')}
        </Button>
      </div>
      {sound === 'none' ? null : (
        <Switch
          label={t('always')}
          checked={settings['always_play_audio_alert'] === true}
          onChange={(on) => change({ always_play_audio_alert: on })}
        />
      )}
      <Switch
        label={t('desktop')}
        hint={why[desktop]}
        checked={desktop === 'on'}
        disabled={desktop === 'unsupported' || desktop === 'blocked'}
        onChange={(on) => void setDesktop(on)}
      />
    </div>
  );
}
