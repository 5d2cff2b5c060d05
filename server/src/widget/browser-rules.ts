/** What a visitor's browser says about itself, as conversations keep it (contract: customer §3.4). */
export interface Browser {
  browser_name: string;
  browser_version: string;
  device_name: string;
  platform_name: string;
  platform_version: string;
}

type Pattern = readonly [name: string, pattern: RegExp];

// The first that fits: most browsers also call themselves by the names of those below.
const browsers: readonly Pattern[] = [
  ['Microsoft Edge', /\b(?:Edg|EdgA|EdgiOS|Edge)\/([\d.]{1,40})/],
  ['Opera', /\b(?:OPR|OPiOS)\/([\d.]{1,40})/],
  ['Samsung Browser', /\bSamsungBrowser\/([\d.]{1,40})/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/([\d.]{1,40})/],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\/([\d.]{1,40})/],
  ['Safari', /\bVersion\/([\d.]{1,40}) (?:Mobile\/\w{1,20} )?Safari\//],
];

const platforms: readonly Pattern[] = [
  ['Windows', /\bWindows NT ([\d.]{1,40})/],
  ['iOS (iPhone)', /\biPhone OS ([\d_]{1,40})/],
  ['iOS (iPad)', /\biPad; CPU OS ([\d_]{1,40})/],
  ['Android', /\bAndroid ([\d.]{1,40})/],
  ['macOS', /\bMac OS X ([\d_.]{1,40})/],
  ['Chrome OS', /\bCrOS \w{1,20} ([\d.]{1,40})/],
  ['Linux', /\bLinux\b/],
];

const devices = ['iPhone', 'iPad', 'iPod'];
const UNKNOWN = 'Unknown';

/** Reads a User-Agent header. What it does not say is `Unknown`, and a version 0. */
export function browserOf(userAgent: string | undefined): Browser {
  const text = (userAgent ?? '').slice(0, 1000);
  const [browser_name, browser_version] = firstOf(browsers, text);
  const [platform_name, platform_version] = firstOf(platforms, text);
  const device_name = devices.find((name) => text.includes(`${name};`)) ?? UNKNOWN;
  return { browser_name, browser_version, device_name, platform_name, platform_version };
}

function firstOf(patterns: readonly Pattern[], text: string): [name: string, version: string] {
  for (const [name, pattern] of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return [name, (found[1] ?? '0').replaceAll('_', '.')];
  }
  return [UNKNOWN, '0'];
}

/** The language that an Accept-Language header prefers, without its country; null when it names none. */
export function languageOf(acceptLanguage: string | undefined): string | null {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 1000)
    .split(',')
    .flatMap((part): [string, number][] => {
      const [, language, weight] =
        /^\s*([a-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=([\d.]{1,5})\s*)?$/i.exec(part) ?? [];
      return language === undefined ? [] : [[language.toLowerCase(), Number(weight ?? 1)]];
    });
  return wanted.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
