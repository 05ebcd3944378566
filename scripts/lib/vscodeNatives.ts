import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** VS Code's log files without the C++ library, which would need a compiler: an output channel of kind "log" is such a file. */
const spdlog = `
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
class Logger {
  constructor(file) { this.file = file; this.level = 2; this.plain = false; }
  write(level, message) {
    if (level < this.level) return;
    const now = new Date();
    const pad = (n, width = 2) => String(n).padStart(width, '0');
    const day = [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join('-');
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((n) => pad(n)).join(':');
    const head = this.plain ? '' : day + ' ' + time + '.' + pad(now.getMilliseconds(), 3) + ' [' + names[level] + '] ';
    try { appendFileSync(this.file, head + message + (this.plain ? '' : '\\n')); } catch {}
  }
  setLevel(level) { this.level = level; }
  getLevel() { return this.level; }
  setPattern() { this.plain = false; }
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}
['trace', 'debug', 'info', 'warn', 'error', 'critical'].forEach((name, level) => {
  Logger.prototype[name] = function (message) { this.write(level, message); };
});
async function create(name, file) { mkdirSync(dirname(file), { recursive: true }); return new Logger(file); }
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Ends an extension host whose server is gone; the run's own end does that here. */
const nativeWatchdog = `
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
`;

/** Puts JavaScript in the place of the two native modules that npm brings without a binary and VS Code asks for. */
export function replaceNatives(vscode: string): void {
  const put = (name: string, text: string) => {
    writeFileSync(join(vscode, 'node_modules/@vscode', name, 'index.js'), text.trimStart());
  };
  put('spdlog', spdlog);
  put('native-watchdog', nativeWatchdog);
}
