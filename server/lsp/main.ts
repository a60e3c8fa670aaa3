import { keepCompiled, keepSmall, tuneEngine } from '../edges/engine.js';
import { startParser } from '../edges/parser.js';

/** In milliseconds. */
const FIRST_ANSWERS_GIVEN = 5_000;

tuneEngine();
keepSmall();
// Its thread wakes up while the server is loaded.
const parser = startParser({ early: true });
void import('./language-server.js').then(it => it.run(parser));
setTimeout(keepCompiled, FIRST_ANSWERS_GIVEN).unref();
