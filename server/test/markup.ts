/** What each of them does when a browser takes it for more than text. */
const TRIP = 'window.__x=1';

/** Elements, attributes and addresses that run something, or load it from a stranger. */
const vectors = [
  `<script>${TRIP}</script>`, `<img src=x onerror=${TRIP}>`, `<svg onload=${TRIP}>`, `<svg/onload=${TRIP}>`,
  `<body onload=${TRIP}>`, `<iframe srcdoc="<script>parent.__x=1</script>"></iframe>`, `<iframe src=javascript:${TRIP}></iframe>`,
  `<details open ontoggle=${TRIP}>x</details>`, `<video><source onerror=${TRIP}></video>`, `<audio src=x onerror=${TRIP}>`,
  `<input autofocus onfocus=${TRIP}>`, `<select autofocus onfocus=${TRIP}>`, `<textarea autofocus onfocus=${TRIP}>`,
  `<marquee onstart=${TRIP}>x</marquee>`, `<object data="data:text/html,<script>parent.__x=1</script>"></object>`,
  `<embed src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='parent.__x=1'/>">`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${TRIP}></style></mglyph></table></mtext></math>`,
  `<svg><style><img src=x onerror=${TRIP}></style></svg>`, `<noscript><p title="</noscript><img src=x onerror=${TRIP}>">`,
  `<svg><animate onbegin=${TRIP} attributeName=x dur=1s></svg>`, `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=1 onerror=${TRIP} /></svg>#x"></svg>`,
  `<form action=javascript:${TRIP}><button autofocus>x</button></form>`, `<a href="javascript:${TRIP}" autofocus>x</a>`,
  `<a href="java\tscript:${TRIP}">x</a>`, `<a href=" javascript:${TRIP}">x</a>`, `<a href="JaVaScRiPt:${TRIP}">x</a>`,
  `<a href="data:text/html,<script>${TRIP}</script>">x</a>`, `<a href="vbscript:x">x</a>`, `<base href=//canary.example/>`,
  `<meta http-equiv=refresh content="0;url=//canary.example/">`, `<link rel=stylesheet href=//canary.example/>`,
  `<style>@import '//canary.example/';*{background:url(//canary.example/)}</style>`, `<p style="background:url(//canary.example/)">x`,
  `<div style="position:fixed;inset:0;z-index:9999">x</div>`, `<img src=//canary.example/>`, `<img srcset="//canary.example/ 1x">`,
  `<video poster=//canary.example/ src=//canary.example/>`, `<table background=//canary.example/>`, `<svg><image xlink:href=//canary.example/></svg>`,
  `<script src=//canary.example/></script>`, `<img src="x\` \`<script>${TRIP}</script>"\` \`>`, `<!--><img src=x onerror=${TRIP}>-->`,
  `<![CDATA[><img src=x onerror=${TRIP}>]]>`, `<scr<script>ipt>${TRIP}</scr</script>ipt>`, `<<img src=x onerror=${TRIP}>`,
  `<img src=x onerror=alert(1)>`, `<svg><script href=data:,${TRIP} />`, `<template><img src=x onerror=${TRIP}></template>`,
  `[x](javascript:${TRIP})`, `![x](javascript:${TRIP})`, `<javascript:${TRIP}>`, `[x]: javascript:${TRIP}\n\n[x]`,
  `![x](//canary.example/)`, `![x](https://canary.example/a.png)`, `[x](data:text/html,<script>${TRIP}</script>)`, `[x](java\tscript:${TRIP})`,
  `[<img src=x onerror=${TRIP}>](https://example.com)`, `[x](https://example.com "\\"><img src=x onerror=${TRIP}>")`,
  `{{constructor.constructor('${TRIP}')()}}`, `\${${TRIP}}`, `<%= ${TRIP} %>`, `javascript:${TRIP}//`,
]; // prettier-ignore

/** The places in a page that a text may have to be led out of. */
const wrappings: ((vector: string) => string)[] = [
  (vector) => vector,
  (vector) => `"'>${vector}`,
  (vector) => `</title></style></script></textarea></noscript>${vector}`,
  (vector) => vector.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (vector) => `\`\`\`\n</code></pre>${vector}\n\`\`\``,
];

/** Some 300 texts of which a browser must not make anything but text. */
export const markup: readonly string[] = wrappings.flatMap((wrap) => vectors.map(wrap));
