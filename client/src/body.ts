/** A body as it is sent: JSON, or a form when there are files in it. */
export function serializeBody(body: unknown): string | FormData {
  if (!hasFile(body)) return JSON.stringify(body);
  const form = new FormData();
  for (const [name, value] of Object.entries(body as object)) append(form, name, value);
  return form;
}

function hasFile(value: unknown): boolean {
  if (value instanceof Blob) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasFile);
}

function append(form: FormData, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (value instanceof Blob) {
    form.append(name, value);
  } else if (Array.isArray(value)) {
    const each = name.endsWith('[]') ? name : `${name}[]`;
    for (const item of value as unknown[]) append(form, each, item);
  } else if (typeof value !== 'object') {
    form.append(name, String(value));
  } else if (name.endsWith('content_attributes')) {
    // The server takes these as JSON text, which keeps numbers numbers.
    form.append(name, JSON.stringify(value));
  } else {
    for (const [key, inner] of Object.entries(value)) append(form, `${name}[${key}]`, inner);
  }
}
