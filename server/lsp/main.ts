import { join } from 'node:path';
import { cacheFolder } from '../edges/cache-folder.js';
import { keepCompiled } from '../edges/compiled.js';
import { keepSmall, tuneEngine } from '../edges/engine.js';
import { startParser } from '../edges/parser.js';

/** In milliseconds. */
const FIRST_ANSWERS_GIVEN = 5_000;

tuneEngine();
keepSmall();
// Its thread wakes up while the server is loaded.
const parser = startParser({ early: true });
const keep = keepCompiled(join(cacheFolder(process.env), 'compiled'));
void import('./language-server.js').then(it => it.run(parser));
setTimeout(keep, FIRST_ANSWERS_GIVEN).unref();
