import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import type { Attribute } from './attribute-data.ts';
import { readPattern } from './naming.ts';
import { useAttributeTexts } from './texts.ts';

/** What a text has to look like, what is said when it does not, and whether one would do. */
export function Pattern({ attribute }: { attribute: Attribute | undefined }) {
  const t = useAttributeTexts();
  const [written, setWritten] = useState(attribute?.regex_pattern ?? '');
  const [cue, setCue] = useState(attribute?.regex_cue ?? '');
  const [tried, setTried] = useState('');
  const pattern = readPattern(written);
  const isPattern = pattern !== undefined && pattern !== 'broken';
  return (
    <>
      <Field
        label={t('pattern')}
        name="pattern"
        hint={t('patternHint')}
        placeholder="^AB-\d{4}$"
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
        value={written}
        onChange={({ target }) => setWritten(target.value)}
        problem={pattern === 'broken' ? t('broken') : undefined}
      />
      {pattern === undefined && cue === '' ? null : (
        <Field
          label={t('cue')}
          name="cue"
          value={cue}
          onChange={({ target }) => setCue(target.value)}
        />
      )}
      {isPattern ? (
        <div>
          <Field
            label={t('try')}
            autoComplete="off"
            value={tried}
            onChange={({ target }) => setTried(target.value)}
          />
          <p role="status" className="mt-1 text-xs">
            {tried === '' ? null : pattern.test(tried) ? (
              <span className="text-good">{t('fits')}</span>
            ) : (
              <span className="text-warn">{cue || t('fitsNot')}</span>
            )}
          </p>
        </div>
      ) : null}
    </>
  );
}
