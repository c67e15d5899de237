// Which program is the server. Nothing of VS Code is in here, so that it is
// tested without one.

import * as path from 'node:path';

/** What the search depends on, besides the setting. */
export interface World {
  readonly windows: boolean;
  /** The variable PATH. */
  readonly path: string;
  readonly home: string;
  /** The first folder of the workspace. */
  readonly folder: string | undefined;
  readonly trusted: boolean;
  /** The folder of the extension, in which a program may have come along. */
  readonly extension: string;
  /** Tells whether there is a file at the path that may be executed. */
  isProgram(path: string): boolean;
}

export type Located =
  | { readonly program: string; readonly from: 'setting' | 'bundle' | 'PATH' }
  | { readonly program?: undefined; readonly problem: string };

/**
 * Looks at the setting, in the extension and along PATH, in this order. A
 * setting that leads nowhere is a problem and not passed over: who wrote it does
 * not want another program.
 */
export function locate(setting: string, world: World): Located {
  const name = world.windows ? 'crampon.exe' : 'crampon';
  const paths = world.windows ? path.win32 : path.posix;
  if (setting !== '') {
    return locateSetting(setting, paths, world);
  }
  const bundled = paths.join(world.extension, 'server', name);
  if (world.isProgram(bundled)) {
    return { program: bundled, from: 'bundle' };
  }
  for (const folder of world.path.split(paths.delimiter)) {
    // An empty or relative entry stands for whatever folder is open, and what
    // lies there is not the user's choice.
    if (!paths.isAbsolute(folder)) {
      continue;
    }
    const program = paths.join(folder, name);
    if (world.isProgram(program)) {
      return { program, from: 'PATH' };
    }
  }
  return { problem: 'crampon is not installed: there is no program of that name on the PATH, and crampon.path is not set.' };
}

function locateSetting(setting: string, paths: path.PlatformPath, world: World): Located {
  let program = setting;
  if (/^~[/\\]/.test(setting)) {
    program = paths.join(world.home, setting.slice(2));
  } else if (!paths.isAbsolute(setting)) {
    // The user's own setting may be relative too, and would then start what an
    // untrusted workspace has put there.
    if (!world.trusted) {
      return { problem: `crampon.path is ${setting}, a path in this workspace, which is not trusted: nothing in it is started.` };
    }
    if (world.folder === undefined) {
      return { problem: `crampon.path is ${setting}, which is relative, and no folder is open.` };
    }
    program = paths.join(world.folder, setting);
  }
  if (!world.isProgram(program)) {
    return { problem: `crampon.path is ${setting}, but there is no program at ${program}.` };
  }
  return { program, from: 'setting' };
}
