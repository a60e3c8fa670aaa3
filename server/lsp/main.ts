import { keepCompiledCode } from '../edges/compiled-code.js';
import { startParser } from '../edges/parser.js';

keepCompiledCode();
// Its thread wakes up while the server is loaded.
const parser = startParser({ early: true });
void import('./language-server.js').then(it => it.run(parser));
