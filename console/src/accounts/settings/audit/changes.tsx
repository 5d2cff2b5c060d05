import type { AuditLine } from './audit-data.ts';
import { useAuditTexts } from './texts.ts';

const textOf = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 2);

/** What was there before a change, and what is there since. */
export function Changes({ line }: { line: AuditLine }) {
  const t = useAuditTexts();
  const isUpdate = line.action === 'update';
  const cell = (value: unknown) => (
    <td className="px-4 py-2 align-top break-all whitespace-pre-wrap">
      {textOf(value) || <span className="text-ink-faint">{t('nothing')}</span>}
    </td>
  );
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('change')}>
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-ink-faint">
            <th scope="col" className="px-4 py-2 font-medium">
              {t('attribute')}
            </th>
            {isUpdate ? (
              <th scope="col" className="px-4 py-2 font-medium">
                {t('before')}
              </th>
            ) : null}
            <th scope="col" className="px-4 py-2 font-medium">
              {t('after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(line.audited_changes).map(([name, value]) => {
            const [before, after]: readonly unknown[] =
              isUpdate && Array.isArray(value) ? (value as unknown[]) : [undefined, value];
            return (
              <tr key={name} className="border-b border-line last:border-0">
                <th scope="row" className="px-4 py-2 align-top font-medium">
                  {name}
                </th>
                {isUpdate ? cell(before) : null}
                {cell(after)}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
