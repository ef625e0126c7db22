// VS Code knows no versions such as 1.3.0-beta: a pre-release has an odd middle number, as Microsoft asks extensions to do.

/** Whether a version such as 1.3.0 goes to the pre-release channel. @param {string} version */
export function isPreRelease(version) {
  return Number(version.split('.')[1]) % 2 === 1;
}
