import { keepSmall, tuneEngine } from '../edges/engine.js';
import { startParser } from '../edges/parser.js';

tuneEngine();
keepSmall();
// Its thread wakes up while the server is loaded.
const parser = startParser({ early: true });
void import('./language-server.js').then(it => it.run(parser));
