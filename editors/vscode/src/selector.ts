/**
 * The documents that the server is told of. Which of them it lints, and as what,
 * it decides by name and shebang: VS Code counts scripts for fish and zsh among
 * shell scripts too.
 */
export const selector = [
  { scheme: 'file', language: 'dockerfile' },
  { scheme: 'file', language: 'shellscript' },
  { scheme: 'untitled', language: 'dockerfile' },
  { scheme: 'untitled', language: 'shellscript' },
];
