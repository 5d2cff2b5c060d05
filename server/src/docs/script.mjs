// The page is complete without this. With it: copying, finding, and examples with the reader's own token.

const nav = document.querySelector('nav');
const search = document.querySelector('#find');
const found = document.querySelector('#found');
const entries = [...nav.querySelectorAll('a[data-find]')];

for (const figure of document.querySelectorAll('figure.code')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy: ${figure.querySelector('figcaption').textContent}`);
  button.addEventListener('click', () => {
    const pre = figure.querySelector('pre');
    void copy(pre).then((copied) => {
      button.textContent = copied ? 'Copied' : 'Press Ctrl+C';
      setTimeout(() => (button.textContent = 'Copy'), 2000);
    });
  });
  figure.querySelector('figcaption').append(button);
}

/** Clipboards are for secure origins; elsewhere the text is selected, so that one key copies it. */
async function copy(pre) {
  try {
    await navigator.clipboard.writeText(pre.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(pre);
    return false;
  }
}

const groups = [...nav.querySelectorAll('details')];
const headings = [...nav.querySelectorAll('h2')];
let openBefore;

search.closest('.search').hidden = false;
search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) openBefore ??= groups.filter((group) => group.open);
  for (const entry of entries) {
    const text = `${entry.textContent} ${entry.dataset.find}`.toLowerCase();
    const group = entry.closest('details').firstElementChild.textContent.toLowerCase();
    entry.parentElement.hidden = !words.every(
      (word) => text.includes(word) || group.includes(word),
    );
  }
  for (const group of groups) {
    group.hidden = group.querySelector('li:not([hidden])') === null;
    group.open = words.length > 0 ? !group.hidden : openBefore.includes(group);
  }
  for (const list of nav.querySelectorAll(':scope > ul')) list.hidden = words.length > 0;
  for (const heading of headings) heading.hidden = words.length > 0;
  if (words.length === 0) openBefore = undefined;
  const count = entries.filter((entry) => !entry.parentElement.hidden).length;
  found.textContent = words.length === 0 ? '' : `${count === 0 ? 'Nothing' : count} found`;
});

function clearSearch() {
  search.value = '';
  search.dispatchEvent(new Event('input'));
}

// Down from the box into what was found, up again; Enter takes the first, Escape empties the box.
nav.addEventListener('keydown', (event) => {
  const shown = [...nav.querySelectorAll('a, summary')].filter(
    (each) => each.checkVisibility() && !each.matches('.brand'),
  );
  const at = shown.indexOf(document.activeElement);
  const inBox = event.target === search;
  if (event.key === 'ArrowDown') (shown[inBox ? 0 : at + 1] ?? search).focus();
  else if (event.key === 'ArrowUp' && !inBox) (shown[at - 1] ?? search).focus();
  else if (event.key === 'Enter' && inBox) shown.find((each) => each.matches('a'))?.click();
  else if (event.key === 'Escape' && inBox && search.value !== '') clearSearch();
  else return;
  event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  if (!search.checkVisibility()) nav.showPopover();
  search.focus();
  search.select();
});

nav.addEventListener('click', (event) => {
  if (event.target.closest('a') !== null && nav.matches(':popover-open')) nav.hidePopover();
});

/** Single errors are not in the contents; their chapter is. */
const chapterOf = (id) => (id.startsWith('error-') ? 'errors' : '');

const links = new Map([...nav.querySelectorAll('a')].map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver(
  (changes) => {
    // A jump right after loading is told together with where the page was before.
    const seen = changes.findLast((change) => change.isIntersecting);
    if (seen === undefined) return;
    const link = links.get(seen.target.id) ?? links.get(chapterOf(seen.target.id));
    if (link === undefined) return;
    nav.querySelector('[aria-current]')?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'location');
    showGroupOf(link);
    keepInView(link);
  },
  { rootMargin: '-10% 0px -80% 0px' },
);
for (const section of document.querySelectorAll('main [id]')) {
  if (links.has(section.id) || chapterOf(section.id) !== '') watcher.observe(section);
}

/** Opens the group that is being read, and closes the one that was opened so before. */
let followed;
function showGroupOf(link) {
  const group = link.closest('details');
  if (search.value !== '' || group === followed) return;
  if (followed !== undefined && followed !== null) followed.open = false;
  followed = group?.open === false ? group : undefined;
  if (group !== null) group.open = true;
}

/** Scrolls the contents alone, never the page. */
function keepInView(link) {
  if (!link.checkVisibility()) return;
  const top = link.offsetTop - nav.scrollTop;
  if (top < 40 || top > nav.clientHeight - 80)
    nav.scrollTop = link.offsetTop - nav.clientHeight / 2;
}

const form = document.querySelector('.yours');
const { token, account } = form.elements;
let examples;
form.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', () => {
  examples ??= [...document.querySelectorAll('pre code')]
    .map((code) => ({ code, original: code.innerHTML }))
    .filter(({ original }) => original.includes('curl '));
  const clean = (text) => text.replace(/[^\w.-]/g, '');
  for (const { code, original } of examples) {
    code.innerHTML = original
      .replaceAll('YOUR_ACCESS_TOKEN', clean(token.value) || 'YOUR_ACCESS_TOKEN')
      .replaceAll('/accounts/1', `/accounts/${clean(account.value) || 1}`);
  }
});
