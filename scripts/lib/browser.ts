import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const flags = [
  '--no-sandbox', // the tests run as root, and in containers
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Names that Chromium goes by; CHROMIUM in the environment comes first. */
const executables = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
];

export function browserExecutable(): string {
  const found = process.env['CHROMIUM'] ?? executables.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error('Chromium is missing: install it, or name it in the variable CHROMIUM');
  return found;
}

/** `temporary` holds the browser's profile, so that it goes with the run's folder. */
export function launchBrowser(
  temporary: string,
  options: { readonly headless?: boolean } = {},
): Promise<Browser> {
  const { headless = true } = options;
  return chromium.launch({
    executablePath: browserExecutable(),
    headless,
    args: headless ? ['--headless=new', ...flags] : flags,
    env: { ...(process.env as Record<string, string>), TMPDIR: temporary },
    // The run ends the browser; playwright's handlers would end this process instead.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
