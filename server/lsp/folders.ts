import { URI } from 'vscode-uri';
import { filesOf } from '../edges/files.js';
import { gitOf } from '../edges/git.js';
import type { Folder } from './session.js';

/**
 * Folders of the workspace, innermost first. What is known of the `known` ones stays.
 * In a workspace that is not trusted git is left alone: a repository can name programs that git runs.
 */
export function foldersOf(uris: readonly string[], known: readonly Folder[], trusted: boolean): readonly Folder[] {
  const folders = [...new Set(uris)].flatMap((uri): readonly Folder[] => {
    const { scheme, fsPath: root } = URI.parse(uri);
    if (scheme !== 'file') return [];
    const { files, workspace } = known.find(it => it.uri === uri) ?? { files: filesOf(root), workspace: undefined };
    return [{ uri, root, files, workspace, git: trusted ? gitOf(root) : undefined }];
  });
  return folders.sort((a, b) => b.root.length - a.root.length);
}
