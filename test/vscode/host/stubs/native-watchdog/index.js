'use strict';

/** Ends this process when the process `pid` is gone. */
exports.start = pid => {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 1000).unref();
};
exports.exit = code => process.exit(code || 0);
