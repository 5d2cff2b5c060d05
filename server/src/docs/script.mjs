// The page is complete without this. With it: copying, finding, and examples with the reader's own token.

const nav = document.querySelector('nav');
const search = document.querySelector('#search');
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

search.closest('.search').hidden = false;
search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const entry of entries) {
    const text = `${entry.textContent} ${entry.dataset.find}`.toLowerCase();
    const fits = words.every((word) => text.includes(word));
    entry.parentElement.hidden = !fits;
    if (fits) count += 1;
  }
  for (const list of nav.querySelectorAll('ul')) {
    const own = [...list.children];
    const isEndpoints = own.some((item) => item.querySelector('[data-find]') !== null);
    const empty = isEndpoints ? own.every((item) => item.hidden) : words.length > 0;
    list.hidden = empty;
    if (list.previousElementSibling?.tagName === 'H2') list.previousElementSibling.hidden = empty;
  }
  found.textContent = words.length === 0 ? '' : `${count} found`;
});
search.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') entries.find((entry) => !entry.parentElement.hidden)?.click();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  search.focus();
});

nav.addEventListener('click', (event) => {
  if (event.target.closest('a') !== null && nav.matches(':popover-open')) nav.hidePopover();
});

const links = new Map([...nav.querySelectorAll('a')].map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver(
  (changes) => {
    // A jump right after loading is told together with where the page was before.
    const seen = changes.findLast((change) => change.isIntersecting);
    if (seen === undefined) return;
    const link = links.get(seen.target.id);
    if (link === undefined) return;
    nav.querySelector('[aria-current]')?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'location');
    keepInView(link);
  },
  { rootMargin: '-10% 0px -80% 0px' },
);
for (const section of document.querySelectorAll('main [id]')) {
  if (links.has(section.id)) watcher.observe(section);
}

/** Scrolls the contents alone, never the page. */
function keepInView(link) {
  const top = link.offsetTop - nav.scrollTop;
  if (top < 40 || top > nav.clientHeight - 80)
    nav.scrollTop = link.offsetTop - nav.clientHeight / 2;
}

const form = document.querySelector('.yours');
const { token, account } = form.elements;
const examples = [...document.querySelectorAll('pre code')]
  .map((code) => ({ code, original: code.innerHTML }))
  .filter(({ original }) => original.includes('curl '));
form.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', () => {
  const clean = (text) => text.replace(/[^\w.-]/g, '');
  for (const { code, original } of examples) {
    code.innerHTML = original
      .replaceAll('YOUR_ACCESS_TOKEN', clean(token.value) || 'YOUR_ACCESS_TOKEN')
      .replaceAll('/accounts/1', `/accounts/${clean(account.value) || 1}`);
  }
});
