// Evaluated in a page: notes what gets the focus from then on, and says what did not.
(() => {
  const USABLE =
    'a[href], button, input, select, textarea, summary, [role=button], [role=link], [role=checkbox], [role=switch], [role=combobox], [role=tab], [contenteditable=true]';
  /** Of these one member has the focus, and the arrows lead to the others. */
  const COMPOSITE =
    '[role=tablist], [role=radiogroup], [role=toolbar], [role=listbox], [role=menu], [role=grid]';
  const POINTED = `${USABLE}, label, [role=option], [role=menuitem], :disabled`;
  const reached = new Set();
  const unseen = new Set();

  /** A field's frame may be around more than the field. */
  const showsFocus = (element, depth = 0) => {
    if (element === null || depth > 4) return false;
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    if (outlineStyle !== 'none' || boxShadow !== 'none') return true;
    if (element.className.toString().includes('focus-within:')) return true;
    return showsFocus(element.parentElement, depth + 1);
  };
  const isThere = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    element.closest('[aria-hidden=true], [inert]') === null &&
    !element.matches(':disabled, [aria-disabled=true], [type=hidden], [type=file]');
  const isReached = (element) => {
    const fellows = [...(element.closest(COMPOSITE)?.querySelectorAll('*') ?? [])];
    if (element.type === 'radio') fellows.push(...document.getElementsByName(element.name));
    return [element, ...fellows].some((each) => reached.has(each));
  };
  const say = (elements) => elements.map((each) => each.outerHTML.slice(0, 200));

  document.addEventListener('focusin', ({ target }) => {
    if (!reached.has(target) && !showsFocus(target)) unseen.add(target);
    reached.add(target);
  });
  globalThis.focusWatch = {
    count: () => reached.size,
    missed() {
      const usable = [...document.querySelectorAll(USABLE)].filter(isThere);
      const pointed = [...document.querySelectorAll('#root *')].filter(
        (each) => isThere(each) && getComputedStyle(each).cursor === 'pointer',
      );
      return {
        unreached: say(usable.filter((each) => !isReached(each))),
        clickable: say(pointed.filter((each) => each.closest(POINTED) === null)),
        unseen: say([...unseen]),
      };
    },
  };
})();
