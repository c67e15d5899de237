// An extension that does the steps of $CRAMPON_STEPS through VS Code's own API,
// and writes to $CRAMPON_REPORT what VS Code shows after each: see `step` in
// clients_test.go. What must be seen on the page, drive.mjs looks for: the probe
// puts its wish into $CRAMPON_WISHES and waits for the answer there.

const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

// For what VS Code and the server have to answer, in milliseconds.
const patience = 30000;

const severities = ['error', 'warning', 'info', 'hint'];

function report(entry) {
  fs.appendFileSync(process.env.CRAMPON_REPORT, JSON.stringify(entry) + '\n');
}

async function until(condition) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    if (await condition()) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

function diagnostics(uri) {
  const order = (a, b) => a.range.start.compareTo(b.range.start);
  return vscode.languages.getDiagnostics(uri).sort(order);
}

const code = (d) => d.code?.value ?? d.code;

function show(document, d) {
  return `${d.range.start.line + 1} ${severities[d.severity]} ${code(d)} "${document.getText(d.range)}" ${d.code.target}`;
}

function find(document, text) {
  const at = document.getText().indexOf(text);
  if (at < 0) {
    throw new Error(`not in the file: ${text}`);
  }
  return document.positionAt(at);
}

const empty = (at) => new vscode.Range(at, at);

// At most a hundred of them are resolved.
function actions(document, at) {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, empty(at), undefined, 100);
}

const steps = {
  async open() {},

  async hover(editor, step) {
    const at = find(editor.document, step.at);
    const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', editor.document.uri, at);
    return hovers.flatMap((hover) => hover.contents.map((content) => content.value.split('\n')[0]));
  },

  async actions(editor, step) {
    const found = await actions(editor.document, find(editor.document, step.at));
    return found.map((a) => `${a.kind?.value}: ${a.title}${a.isPreferred ? ' (preferred)' : ''}`);
  },

  async apply(editor, step) {
    const found = await actions(editor.document, find(editor.document, step.at));
    const action = found.find((a) => a.title === step.text);
    if (!action) {
      throw new Error(`no such action: ${step.text}`);
    }
    await vscode.workspace.applyEdit(action.edit);
  },

  async insert(editor, step) {
    const at = find(editor.document, step.at);
    await editor.edit((edit) => edit.insert(at, step.text));
  },

  // By editor.codeActionsOnSave. A document that has not changed is not saved.
  async 'fix all'(editor) {
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# é😀\n'));
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 1, 0)));
    await editor.document.save();
  },

  async line(editor, step) {
    return [editor.document.lineAt(find(editor.document, step.at)).text];
  },

  async configure(_editor, step) {
    fs.writeFileSync(path.join(vscode.workspace.workspaceFolders[0].uri.fsPath, '.crampon.yaml'), step.text);
  },

  async restart() {
    await vscode.commands.executeCommand('crampon.restart');
  },

  async command(_editor, step) {
    await vscode.commands.executeCommand(step.command);
  },

  // The user's own setting: text is "name=value".
  async setting(_editor, step) {
    const [name, value] = step.text.split('=');
    await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
  },

  // Text is the picture's name; it is taken when the page shows what the selector
  // says, after a command with the cursor somewhere.
  async picture(editor, step) {
    if (step.at) {
      const at = find(editor.document, step.at);
      editor.selection = new vscode.Selection(at, at);
    }
    if (step.command) {
      await vscode.commands.executeCommand(step.command);
    }
    wish(step.text, step.selector);
    const answer = path.join(process.env.CRAMPON_WISHES, step.text + '.json');
    if (!(await until(() => fs.existsSync(answer)))) {
      throw new Error(`no picture: ${step.text}`);
    }
    return JSON.parse(fs.readFileSync(answer, 'utf8'));
  },
};

function wish(name, selector) {
  const file = path.join(process.env.CRAMPON_WISHES, name);
  fs.writeFileSync(file, selector);
  fs.renameSync(file, file + '.wish');
}

async function main() {
  const root = vscode.workspace.workspaceFolders[0].uri;
  for (const step of JSON.parse(fs.readFileSync(process.env.CRAMPON_STEPS, 'utf8'))) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(root, step.file));
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    let shows = (await steps[step.do](editor, step)) ?? [];
    if (step.codes) {
      const wanted = JSON.stringify(step.codes);
      await until(() => JSON.stringify(diagnostics(document.uri).map(code)) === wanted);
      shows = diagnostics(document.uri).map((d) => show(document, d));
    }
    report({ shows });
  }
}

exports.activate = async () => {
  if (process.env.CRAMPON_STEPS === undefined) {
    return;
  }
  try {
    await main();
  } catch (err) {
    report({ error: String(err?.stack ?? err) });
  }
  wish('done', '');
};
