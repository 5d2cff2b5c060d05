const REACHABLE =
  'a[href], button:not([disabled]), textarea:not([disabled]), input:not([disabled]):not([hidden]), select, [tabindex="0"]';

/** Keeps the Tab key within the window, or the part of it, while that covers everything else. */
export function keepFocusInside(event: KeyboardEvent, within: ParentNode = document): void {
  const all = [...within.querySelectorAll<HTMLElement>(REACHABLE)].filter(
    (element) => element.offsetParent !== null,
  );
  const [first, last] = [all[0], all.at(-1)];
  const leaves = event.shiftKey ? first : last;
  const enters = event.shiftKey ? last : first;
  if (leaves === undefined || document.activeElement !== leaves) return;
  event.preventDefault();
  enters?.focus();
}
