import { folderOf, isBelow, pathIn, resolved } from '../../text/paths.js';
import { isOfTests } from '../excluded.js';
import type { Project, Tree } from '../tool/project.js';
import { planOf } from './plan.js';

/** Plans that a `sqitch.conf` leads to, by default or for one of its targets, and those that lie about. */
export function detect(tree: Tree): readonly Project[] {
  const confs = tree.paths.filter(it => /(?:^|\/)sqitch\.conf$/.test(it) && !isOfTests(it));
  const told = confs.flatMap(it => configured(it, tree));
  const alone = tree.paths.filter(it => /(?:^|\/)sqitch\.plan$/.test(it) && !isOfTests(it) && !told.some(other => other.settings['planFile'] === it)).flatMap(plan => {
    const conf = confs.findLast(it => isBelow(folderOf(plan), it));
    const sections = conf === undefined ? undefined : sectionsOf(tree.config(conf)?.text ?? '');
    if (!isOurs(sections?.get('core')?.get('engine'))) return [];
    // Where the configuration leads elsewhere and no script lies beside it, it was left behind.
    const { folder, settings } = projectAt(folderOf(plan));
    if (conf !== undefined && folderOf(conf) === folder && told.some(it => it.settings['root'] === folder) && !tree.paths.some(it => it.startsWith(`${settings['deploy']!}/`))) return [];
    const registry = sections && fetchFrom(sections, undefined)('registry');
    return [planned(projectAt(folderOf(plan)), plan, conf, registry, tree)];
  });
  const found = [...told, ...alone];
  // Several plans may share their scripts: what one does not name, another does.
  return found.flatMap((it, i) => {
    if (found.findIndex(other => other.folder === it.folder) < i) return [];
    const others = found.filter(other => other !== it && other.settings['deploy'] === it.settings['deploy']).map(other => other.settings['plan']!);
    return [others.length === 0 ? it : { ...it, settings: { ...it.settings, otherPlans: others.join('\n') } }];
  });
}

export function projectAt(folder: string): Project {
  return {
    tool: 'sqitch', folder, locations: [{ path: folder, recursive: true }], because: folder,
    settings: { historySchema: 'sqitch', table: 'changes', planFile: pathIn(folder, 'sqitch.plan'), deploy: pathIn(folder, 'deploy'), revert: pathIn(folder, 'revert'), verify: pathIn(folder, 'verify'), extension: 'sql' },
    placeholders: {}, connections: [],
  };
}

function configured(conf: string, tree: Tree): readonly Project[] {
  const sections = sectionsOf(tree.config(conf)?.text ?? '');
  const root = folderOf(conf);
  const targets = [...sections.keys()].filter(it => it.startsWith('target.'));
  const engine = sections.get('core')?.get('engine');
  // A target has the engine of its address.
  const ours = targets.filter(it => isOurs(/^(?:db:)?(\w+):/.exec(sections.get(it)!.get('uri') ?? '')?.[1] ?? engine));
  return [...(isOurs(engine) ? [undefined] : []), ...ours].flatMap(target => {
    const told = fetchFrom(sections, target);
    const place = (key: string, fallback: string): string | undefined => (told(key) === undefined ? resolved(root, fallback) : resolved(root, told(key)!));
    const top = told('top_dir') ?? '.';
    const inTop = (name: string): string => (top === '.' ? name : `${top}/${name}`);
    const [folder, plan, deploy, revert, verify] = [place('top_dir', '.'), place('plan_file', inTop('sqitch.plan')), place('deploy_dir', inTop('deploy')), place('revert_dir', inTop('revert')), place('verify_dir', inTop('verify'))];
    if (folder === undefined || plan === undefined || deploy === undefined || revert === undefined || verify === undefined || !tree.paths.includes(plan)) return [];
    const own = projectAt(folder);
    const reworked = [told('reworked_deploy_dir') ?? (told('reworked_dir') === undefined ? undefined : `${told('reworked_dir')!}/deploy`), told('reworked_revert_dir') ?? (told('reworked_dir') === undefined ? undefined : `${told('reworked_dir')!}/revert`)].map(it => (it === undefined ? undefined : resolved(root, it)));
    const elsewhere = [deploy, revert, folderOf(plan), ...reworked].filter(it => it !== undefined && folder !== '.' && it !== folder && !it.startsWith(`${folder}/`)) as string[];
    const settings = {
      ...own.settings, planFile: plan, deploy, revert, verify, extension: told('extension') ?? 'sql',
      ...(reworked[0] !== undefined && { reworkedDeploy: reworked[0] }), ...(reworked[1] !== undefined && { reworkedRevert: reworked[1] }),
      ...(target !== undefined && !isOurs(engine) && { target: target.slice('target.'.length) }),
    };
    return [planned({ ...own, locations: [...own.locations, ...[...new Set(elsewhere)].map(path => ({ path, recursive: true }))], settings }, plan, conf, told('registry'), tree)];
  });
}

function planned(own: Project, plan: string, conf: string | undefined, registry: string | undefined, tree: Tree): Project {
  const written = tree.config(plan)?.text ?? '';
  const { project } = planOf(written);
  return {
    ...own, because: plan,
    settings: { ...own.settings, plan: written, root: conf === undefined ? own.folder : folderOf(conf), ...(project !== undefined && { project }), ...(registry !== undefined && { historySchema: registry }) },
  };
}

function isOurs(engine: string | undefined): boolean {
  return engine === undefined || /^(?:pg|postgres(?:ql)?)$/.test(engine);
}

/** `Target.pm`: `_fetch`, from the target, its engine, or the core. */
function fetchFrom(sections: Sections, target: string | undefined): (key: string) => string | undefined {
  return key => [target, 'engine.pg', 'core'].map(it => (it === undefined ? undefined : sections.get(it)?.get(key))).find(it => it !== undefined && it !== '');
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** As Git writes its configuration: `[target "prod"]` is `target.prod`. */
function sectionsOf(text: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const header = /^\s*\[\s*([\w-]+)\s*(?:"((?:[^"\\]|\\.)*)"|\.([\w.-]+))?\s*\]/.exec(line);
    const pair = /^\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^#;]*))/.exec(line);
    if (header) {
      const name = [header[1]!.toLowerCase(), ...(header[2] ?? header[3] ? [(header[2] ?? header[3])!] : [])].join('.');
      current = sections.get(name) ?? new Map<string, string>();
      sections.set(name, current);
    } else if (pair) current?.set(pair[1]!.toLowerCase(), (pair[2] ?? pair[3]!).trim());
  }
  return sections;
}
