'use strict';
const fs = require('node:fs');
const path = require('node:path');

/** The surface of @vscode/spdlog 0.15 that VS Code uses. Levels: 0 trace to 5 critical, 6 off. */
const NAMES = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const loggers = new Map();
let defaultLevel = 2;

class Logger {
  constructor(_kind, name, file) {
    this.name = name;
    this.file = file;
    this.level = defaultLevel;
    this.raw = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.closeSync(fs.openSync(file, 'a'));
    loggers.set(name, this);
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.raw ? message : `${new Date().toISOString()} [${NAMES[level]}] ${message}\n`;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // The log folder is removed before the last line when a test ends.
    }
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern(pattern) { this.raw = pattern === '%v'; }
  clearFormatters() { this.raw = true; }
  flush() {}
  drop() { loggers.delete(this.name); }
}

exports.version = 'stand-in';
exports.Logger = Logger;
exports.setLevel = level => {
  defaultLevel = level;
  for (const logger of loggers.values()) logger.level = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
