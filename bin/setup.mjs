// Runs before `npm start` and `npm test`: installs the packages when they are missing or not those
// of package-lock.json. Plain JavaScript without dependencies, because it runs before there are any,
// on whatever Node the machine has; everything after it runs on the Node 24 that it installs.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, 'node_modules');
const node = join(packages, '.bin', 'node');
const NEEDED_MB = 600;

class SetupError extends Error {}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function setUp() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    throw new SetupError(
      `Confab needs Node 20 or newer to install itself and this is Node ${process.versions.node}: install a newer one from https://nodejs.org`,
    );
  }
  if (!isInstalled() || !isExecutable(node)) await install();
  build('widget', 'website chat');
  build('console', 'console');
}

/** What browsers load is made from its sources; when nothing has changed, this is a look. */
function build(folder, name) {
  const { status } = spawnSync(node, [join(root, folder, 'build.ts')], { stdio: 'inherit' });
  if (status !== 0) throw new SetupError(`The ${name} could not be built, see above`);
}

async function install() {
  checkDisk();
  const began = Date.now();
  const progress = showProgress('Installing packages');
  try {
    await npm(['ci', '--prefer-offline']);
    // Where npm is set to ignore install scripts, the one that brings Node has not run.
    if (!isExecutable(node)) await npm(['rebuild', 'node', '--ignore-scripts=false']);
  } finally {
    progress.stop();
  }
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) {
    throw new SetupError(
      `The packages are installed, but ${node} ${version.error ? `does not run (${version.error.code})` : 'does not work'}: Node has no build for this system, or install scripts are switched off; delete node_modules and try again`,
    );
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`• Packages installed, Node ${version.stdout.trim()} (${seconds} s)`);
}

/** Whether node_modules holds what package-lock.json says, however it came there. */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'));
  // npm writes this file last, so an interrupted installation has none.
  const found = readJson(join(packages, '.package-lock.json'));
  if (wanted === undefined)
    throw new SetupError('package-lock.json is missing: clone Confab again');
  if (found === undefined) return false;
  const withoutDev = process.env.NODE_ENV === 'production';
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    const there = found.packages[path];
    if (there !== undefined) return there.version === entry.version;
    return entry.optional || entry.devOptional || (withoutDev && entry.dev);
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What npm would say only at the end, and in many lines. */
function checkDisk() {
  try {
    mkdirSync(packages, { recursive: true });
    accessSync(packages, constants.W_OK);
  } catch (error) {
    throw new SetupError(
      `${packages} cannot be written (${error.code}): make ${root} writable for this user and run the command again`,
    );
  }
  if (freeMegabytes() < NEEDED_MB) throw new SetupError(diskFull());
}

function freeMegabytes() {
  const { bavail, bsize } = statfsSync(packages);
  return (bavail * bsize) / 1e6;
}

function diskFull() {
  return `The disk that holds ${root} is full: free ${NEEDED_MB} MB and run the command again`;
}

/** Runs npm quietly. What it has to say is shown only when it fails for an unknown reason. */
function npm(args) {
  const flags = ['--loglevel=error', '--no-audit', '--no-fund', '--fetch-retry-mintimeout=2000'];
  // The npm that runs us, if one does: there may be none on the PATH.
  const cli = process.env.npm_execpath ?? '';
  const [command, first] = cli.endsWith('npm-cli.js') ? [process.execPath, [cli]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args, ...flags], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => reject(new SetupError(`npm cannot be run (${error.code})`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new SetupError(signal ? 'The installation was interrupted' : explain(output)));
    });
  });
}

function explain(output) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? '';
  const either = `${code} ${output}`;
  if (/ENOSPC|EDQUOT/.test(either) || freeMegabytes() < 10) return diskFull();
  const network =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|E(?:NET|HOST)UNREACH|ERR_SOCKET_TIMEOUT|CERT_/;
  if (network.test(either)) {
    const reason = network.exec(either)?.[0];
    return `The npm registry cannot be reached (${reason}): check the network or the proxy settings of npm and run the command again`;
  }
  if (code === 'EUSAGE') {
    return 'package.json and package-lock.json do not agree: run npm install and commit both';
  }
  return `${output.trim()}\nThe packages could not be installed: npm says why above`;
}

/** One line that keeps telling how long it takes; in a log file a line every ten seconds. */
function showProgress(what) {
  const began = Date.now();
  const terminal = process.stdout.isTTY;
  const seconds = () => Math.round((Date.now() - began) / 1000);
  process.stdout.write(`• ${what} …${terminal ? '' : ' (half a minute on a fast network)\n'}`);
  const timer = setInterval(
    () => process.stdout.write(terminal ? `\r• ${what} … ${seconds()} s` : `• … ${seconds()} s\n`),
    terminal ? 1000 : 10_000,
  );
  return {
    stop() {
      clearInterval(timer);
      if (terminal) process.stdout.write('\r\x1b[K');
    },
  };
}
