import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, reasonOf } from '../api/api.ts';

/** A form that sends itself once at a time, and says why when it was refused. */
export function useSubmit(send: (form: FormData) => Promise<void>) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [field, setField] = useState<string>();
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    setField(undefined);
    try {
      await send(form);
    } catch (error) {
      setProblem(reasonOf(error) ?? t('app.unexpected'));
      setField(fieldOf(error));
    }
    setBusy(false);
  };
  return {
    busy,
    problem,
    /** Which of the fields the problem is about, where the server says so. */
    field,
    setProblem,
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => void submit(event),
  };
}

export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
