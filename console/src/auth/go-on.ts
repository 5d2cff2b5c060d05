import { useNavigate } from '@tanstack/react-router';
import { homeOf } from './enter.ts';

/** Goes where somebody wanted to be before they were asked who they are, or home. */
export function useGoOn(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    const wanted = new URLSearchParams(location.search).get('return_to') ?? '';
    // Only into this application: "//elsewhere" would be another site.
    const isOurs = /^\/app\/(?!login)/.test(wanted);
    await navigate({ to: isOurs ? wanted : await homeOf(), replace: true });
  };
}
