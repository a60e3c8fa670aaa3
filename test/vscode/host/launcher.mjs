/**
 * Stands in for the desktop `code` executable: takes the arguments that @vscode/test-electron passes,
 * runs the tests in VS Code's server and a headless Chromium, and exits with their verdict.
 *
 *   launcher.mjs FOLDER --extensionDevelopmentPath=DIR --extensionTestsPath=MODULE [--user-data-dir=DIR] [--extensions-dir=DIR]
 */
import path from 'node:path';
import { openWorkbench } from './workbench.mjs';

/** Lines the workbench itself logs on every start. */
const CHATTER = /^(Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace-time\]|Ignoring fetching additional builtin|Updating additional builtin|\[Service Worker\]|\[AgentHost|\[AccountPolicyGate\]|Timed out waiting for authentication provider|Creation of workbench contribution)/;
const LIMIT_MS = Number(process.env.VSCODE_TEST_LIMIT_MS ?? 300_000);

const request = parse(process.argv.slice(2));
if (!request.tests) {
  console.error('launcher: --extensionTestsPath is missing');
  process.exit(2);
}
process.exit(await run(request));

async function run({ folder, development, tests, data, extensions }) {
  const verdict = Promise.withResolvers();
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) process.once(signal, () => verdict.resolve(code));

  const workbench = await openWorkbench({ folder, development, tests, data, extensions });
  const limit = setTimeout(() => give(124, `no verdict after ${LIMIT_MS} ms`), LIMIT_MS);
  try {
    const { page } = workbench;
    await page.exposeFunction('codeAutomationLog', (type, args) => {
      if (process.env.VSCODE_TEST_VERBOSE || !CHATTER.test(String(args[0]))) (console[type] ?? console.log)(...args);
    });
    await page.exposeFunction('codeAutomationExit', code => verdict.resolve(code));
    page.on('pageerror', error => console.error(`[workbench] ${error.message}`));
    page.on('crash', () => give(70, 'the page crashed'));
    page.on('close', () => give(71, 'the page was closed'));
    await page.goto(workbench.url);
    return await verdict.promise;
  } finally {
    clearTimeout(limit);
    workbench.page.removeAllListeners();
    await workbench.close();
  }

  function give(code, why) {
    console.error(`launcher: ${why}`);
    verdict.resolve(code);
  }
}

function parse(argv) {
  const flags = argv.flatMap(argument => {
    const flag = /^--([^=]+)=(.*)$/s.exec(argument);
    return flag ? [[flag[1], flag[2]]] : [];
  });
  const all = name => flags.filter(([flag]) => flag === name).map(([, value]) => path.resolve(value));
  const folder = argv.find(argument => !argument.startsWith('-'));
  return {
    folder: folder && path.resolve(folder),
    development: all('extensionDevelopmentPath'),
    tests: all('extensionTestsPath')[0],
    data: all('user-data-dir')[0],
    extensions: all('extensions-dir')[0],
  };
}
