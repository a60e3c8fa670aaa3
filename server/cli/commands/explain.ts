import { documentationOf, documentedIds } from '../../core/lint/documentation.js';
import { ruleSection } from '../../core/lint/reference.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { wrongUse } from '../terminal.js';

export const explain: Command = {
  usage: `migration-lens explain RULE

Prints why a rule is there and what to write instead, in Markdown.
`,

  async run(args, terminal) {
    const parsed = parse(args, {});
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('explain'));
    const [id, ...more] = parsed.positionals;
    const known = `Rules: ${documentedIds.join(', ')}`;
    if (id === undefined || more.length > 0) return wrongUse(terminal, 'explain needs the name of one rule', known);

    const rule = documentationOf(id);
    if (rule === undefined) return wrongUse(terminal, `unknown rule '${id}'`, known);
    terminal.out(`${ruleSection(rule).trimEnd()}\n`);
    return 0;
  },
};
