import { session } from '../../api/session.ts';

/**
 * Saves an answer of the server as a file. A link could not say who asks: the session is in headers.
 * Throws when the server does not give it.
 */
export async function download(path: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { ...session.get() } });
  if (!response.ok) throw new Error(`${response.status}`);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
