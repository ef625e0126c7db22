import { describe, expect, it } from 'vitest';
import { commandFor } from '../../../webview/model/keys/key-commands.ts';

const press = (key: string, change = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...change,
});

describe('commandFor', () => {
  it.each([
    ['Enter', { kind: 'accept' }],
    ['1', { kind: 'pick', key: '1' }],
    ['9', { kind: 'pick', key: '9' }],
    ['X', { kind: 'pick', key: 'x' }],
    ['c', { kind: 'choose' }],
    ['s', { kind: 'unsure' }],
    [' ', { kind: 'loupe' }],
    ['k', { kind: 'keep' }],
    ['K', { kind: 'keep' }],
    ['Delete', { kind: 'remove' }],
    ['Backspace', { kind: 'remove' }],
    ['u', { kind: 'undo' }],
    ['/', { kind: 'search' }],
    ['?', { kind: 'keys' }],
    ['Escape', { kind: 'clear' }],
    ['PageDown', { kind: 'move', to: 'pageDown', extend: false }],
  ])('%s in the list', (key, command) => {
    expect(commandFor(press(key), 'list')).toEqual(command);
  });

  it('extends with Shift, selects all with Ctrl+A, undoes with Ctrl+Z', () => {
    expect(commandFor(press('ArrowDown', { shiftKey: true }), 'list')).toEqual({
      kind: 'move',
      to: 'down',
      extend: true,
    });
    expect(commandFor(press('a', { ctrlKey: true }), 'list')).toEqual({ kind: 'selectAll' });
    expect(commandFor(press('z', { metaKey: true }), 'list')).toEqual({ kind: 'undo' });
  });

  it.each(['0', 'ä', 'Tab', 'F1', 'ü', 'constructor', 'toString'])('leaves %s alone', (key) => {
    expect(commandFor(press(key), 'list')).toBeNull();
  });

  it('leaves typing alone, and a control its own keys', () => {
    for (const key of ['k', '1', '/', 'Delete', 'Enter']) expect(commandFor(press(key), 'text')).toBeNull();
    for (const key of ['Enter', 'ArrowLeft', ' ', 'Escape', 'Home']) {
      expect(commandFor(press(key), 'control')).toBeNull();
    }
    expect(commandFor(press('k'), 'control')).toEqual({ kind: 'keep' });
  });

  it('leaves the editor its key bindings', () => {
    expect(commandFor(press('k', { ctrlKey: true }), 'list')).toBeNull();
    expect(commandFor(press('u', { metaKey: true }), 'list')).toBeNull();
    expect(commandFor(press('ArrowLeft', { altKey: true }), 'list')).toBeNull();
  });
});
